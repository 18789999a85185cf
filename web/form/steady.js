// Keeps the height of fields with errors until the next submit: a line that vanishes while a button is being pressed would
// move the button away under the pointer.

/** To be called when errors are shown. */
export function holdHeights(place) {
  for (const field of place.querySelectorAll('.fjs-has-errors')) field.style.minHeight = `${field.offsetHeight}px`;
}

/** To be called when answers are sent again. */
export function releaseHeights(place) {
  for (const field of place.querySelectorAll('.fjs-form-field')) field.style.removeProperty('min-height');
}
