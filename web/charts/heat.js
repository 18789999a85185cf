// A table as a field of squares, darker where there is more. Cells that are marked as shut are grey instead of blue and have a
// frame, so that they are known without colour too.
import { frame } from './frame.js';

// From this luminance on dark letters are read better than white ones.
const LIGHT = 0.24;

/** The option of ECharts for one width. */
export function heatOption(table, look) {
  const cells = table.rows.flatMap((row, y) => row.cells.map((cell, x) => ({ ...cell, x, y, row: row.label })));
  const most = Math.max(1, ...cells.map(({ value }) => value ?? 0));
  const isRoomy = look.width / table.columns.length > look.size * 1.7;
  const axis = (data, further) => ({
    type: 'category',
    data,
    axisTick: { show: false },
    axisLine: { show: false },
    axisLabel: { color: look.ink, fontFamily: look.font, fontSize: look.size, ...further },
  });
  return {
    ...frame(table, look, { hasLegend: false, isPointed: false }),
    xAxis: { ...axis(table.columns.map(({ name }) => name), { interval: isRoomy ? 0 : 'auto' }), position: 'top' },
    yAxis: { ...axis(table.rows.map(({ label }) => label)), inverse: true },
    series: [
      {
        type: 'heatmap',
        label: { show: isRoomy, fontFamily: look.font, fontSize: look.size },
        data: cells.filter(({ value }) => value !== null).map((cell) => square(cell, most, table, look)),
      },
    ],
  };
}

function square({ x, y, value, mark, address, row, text }, most, table, look) {
  const isShut = mark === 'shut';
  const shade = blend(isShut ? [90, 98, 106] : [11, 78, 162], Math.sqrt(value / most));
  return {
    value: [x, y, value],
    address,
    told: `${row} ${table.columns[x].name}: ${text}`,
    label: { color: lightness(shade) > LIGHT ? '#1c2733' : '#fff' },
    itemStyle: { color: `rgb(${shade.join(',')})`, borderColor: isShut ? look.strong : look.paper, borderWidth: 1 },
  };
}

function blend(full, share) {
  return full.map((part) => Math.round(244 + (part - 244) * share));
}

// Relative luminance (WCAG 2.2).
function lightness(shade) {
  const [red, green, blue] = shade.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
