/**
 * What a page with pickers (`data-picker` in its markup) loads: the library, its style, and the script that uses it.
 */
export const PICKER_SCRIPTS = ['tom-select.popular.min.js', 'pickers.js'] as const;
export const PICKER_STYLES = ['tom-select.bootstrap5.min.css', 'tabler-vendors.min.css'] as const;
