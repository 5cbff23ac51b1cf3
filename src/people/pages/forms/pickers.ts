/** What a page loads whose fields are pickers (`data-picker` in its markup): the library, its look, and our use of it. */
export const PICKER_SCRIPTS = ['tom-select.popular.min.js', 'pickers.js'] as const;
export const PICKER_STYLES = ['tom-select.bootstrap5.min.css', 'tabler-vendors.min.css'] as const;
