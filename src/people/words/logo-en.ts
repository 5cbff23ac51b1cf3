/** What the page of the logo says in English. */

const refused = {
  empty: 'This file is empty.',
  tooLarge:
    'This picture is too large: a logo can have at most {most} KB, since every page shows it. Save it smaller.',
  svg: 'SVG is not taken: such drawings can hold scripts and links. Save it as PNG with a transparent ground.',
  noPicture:
    'This is no picture that every browser shows: PNG, JPEG or WebP. What counts is its content, not its name.',
  cutOff: 'This picture ends before its end, or is damaged. Upload it once more, or save it anew.',
  badSize: 'This picture has {width} × {height} pixels: each side must have {least} to {most}.',
  notStored: 'The database has not taken it, and nothing is changed ({reason}). Try again.',
};

export const logo = {
  title: 'Logo of the house',
  hint: 'Every page, the sign-in page and the wallboard show it beside Rufgruppe. On dark ground it has a light plate.',
  nameLink: 'The name of the house is in the settings.',
  now: 'Logo now',
  none: 'There is none.',
  facts: '{kind}, {width} × {height} pixels, {kilobytes} KB; by {who}, {at}',
  upload: 'Upload',
  replace: 'Replace',
  file: 'File',
  fileHint:
    'PNG, JPEG or WebP, at most {most} KB, each side {least} to {side} pixels. It is shown 36 pixels high: one of 72 to 200 pixels is sharp everywhere.',
  noFile: 'Choose a file first.',
  removeSure: 'Remove the logo from all pages?',
  changed: 'All pages show the new logo.',
  removed: 'The logo is removed.',
  alt: 'Logo of the house',
  refused,
};
