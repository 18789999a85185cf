// A table as a field of squares, darker where there is more. Cells that are marked as shut are grey instead of blue and have a
// frame, so that they are known without colour too.
import { frame } from './frame.js';

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
  const share = Math.sqrt(value / most);
  const isShut = mark === 'shut';
  return {
    value: [x, y, value],
    address,
    told: `${row} ${table.columns[x].name}: ${text}`,
    label: { color: share > 0.5 ? '#fff' : look.ink },
    itemStyle: {
      color: blend(isShut ? [90, 98, 106] : [11, 78, 162], share),
      borderColor: isShut ? look.strong : look.paper,
      borderWidth: 1,
    },
  };
}

function blend(full, share) {
  const parts = full.map((part) => Math.round(244 + (part - 244) * share));
  return `rgb(${parts.join(',')})`;
}
