// Colours and letters of the page itself, so that a chart follows the version with large letters and strong contrast.

/** The tokens of web/css/tokens.css as they are where the chart stands, and the size of its letters in pixels. */
export function readLook(place) {
  const style = getComputedStyle(place);
  const token = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    font: style.fontFamily,
    size: Math.round(parseFloat(style.fontSize) * 0.875),
    ink: token('ink'),
    soft: token('ink-soft'),
    line: token('line'),
    paper: token('paper'),
    brand: token('brand'),
    // Told apart by people who see no red or no green, and by their shape besides.
    second: token('near-line'),
    series: [token('brand'), token('near-line'), token('supervised'), token('within')],
    over: token('over'),
    strong: token('line-strong'),
  };
}
