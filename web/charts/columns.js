// Bars and lines over the rows of a table: a plain bar chart, a Pareto (bars with a cumulative share), a line with its limits.
import { frame } from './frame.js';

// What the axes at both sides take, in pixels.
const AXES = 96;
// With more points than this those without a mark are drawn small.
const CROWDED = 40;
// How each kind of mark is drawn: its shape says it beside its colour.
const MARKED = {
  out: (look) => ({ symbol: 'diamond', symbolSize: 15, itemStyle: { color: look.over } }),
  run: (look) => ({ symbol: 'triangle', symbolSize: 13, itemStyle: { color: look.second } }),
  open: (look) => ({ symbol: 'emptyCircle', symbolSize: 9, itemStyle: { color: look.soft } }),
  first: (look) => ({ symbol: 'emptyCircle', symbolSize: 9, itemStyle: { color: look.soft } }),
};
const BAR_MARKED = {
  few: (look) => ({ itemStyle: { color: look.brand } }),
  rest: (look) => ({ itemStyle: { color: look.strong, opacity: 0.55 } }),
  open: (look) => ({ itemStyle: { color: look.paper, borderColor: look.brand, borderType: 'dashed', borderWidth: 1 } }),
  out: (look) => ({ itemStyle: { color: look.over } }),
  above: (look) => ({ itemStyle: { color: look.over, borderColor: look.ink, borderWidth: 2 } }),
};

/** The option of ECharts for one width. */
export function columnsOption(table, look) {
  const shares = table.columns.some(({ draws }) => draws === 'share');
  const bars = table.columns.some(({ draws }) => draws === 'bar');
  // A rate: no axis goes beyond all of them.
  const isPercent = !bars && table.rows.some(({ cells }) => cells[0].text.endsWith('%'));
  const isWhole = table.rows.every(({ cells }) => cells.every(({ value }) => Number.isInteger(value ?? 0)));
  return {
    ...frame(table, look, { hasLegend: true, isPointed: true }),
    xAxis: categories(table, look),
    yAxis: [
      isPercent ? { type: 'value', max: 100, ...scale(look, '{value}%'), splitNumber: 5, scale: true } : { type: 'value', min: 0, ...(isWhole ? { minInterval: 1 } : {}), ...scale(look) },
      ...(shares ? [{ type: 'value', min: 0, max: 100, interval: 25, ...scale(look, '{value}%'), splitLine: { show: false } }] : []),
    ],
    series: table.columns.map((column, index) => series({ ...column, index }, table.rows.map((row) => [row, row.cells[index]]), look)),
  };
}

function series({ name, draws, index }, cells, look) {
  const data = cells.map(([row, cell]) => point(draws, row, cell, look));
  const colour = look.series[index % look.series.length];
  const quiet = { name, type: 'line', data, symbol: 'none', silent: true };
  if (draws === 'bar') return { name, type: 'bar', data, barMaxWidth: 48, itemStyle: { color: colour } };
  if (draws === 'share') return { name, type: 'line', data, yAxisIndex: 1, symbolSize: 7, itemStyle: { color: look.second }, lineStyle: { color: look.second, width: 2 } };
  if (draws === 'centre') return { ...quiet, itemStyle: { color: look.soft }, lineStyle: { color: look.soft, width: 1.5 } };
  if (draws === 'low' || draws === 'high') return { ...quiet, step: 'middle', itemStyle: { color: look.over }, lineStyle: { color: look.over, width: 1.5, type: 'dashed' } };
  const symbolSize = cells.length > CROWDED ? 4 : 7;
  return { name, type: 'line', data, symbol: 'circle', symbolSize, showAllSymbol: true, itemStyle: { color: colour }, lineStyle: { color: colour, width: 2 } };
}

function point(draws, row, cell, look) {
  const mark = cell.mark || row.mark;
  const kinds = draws === 'bar' ? BAR_MARKED : draws === 'line' ? MARKED : {};
  return { value: cell.value, address: cell.address, ...(kinds[mark]?.(look) ?? {}) };
}

function categories({ rows }, look) {
  const longest = Math.max(...rows.map(({ label }) => label.length));
  const room = (look.width - AXES) / rows.length;
  const isTurned = longest * look.size * 0.8 > room;
  return {
    type: 'category',
    data: rows.map(({ label }) => label),
    axisLine: { lineStyle: { color: look.strong } },
    axisTick: { show: false },
    axisLabel: {
      color: look.ink,
      fontFamily: look.font,
      fontSize: look.size,
      rotate: isTurned ? 45 : 0,
      width: isTurned ? 110 : room,
      overflow: 'truncate',
      interval: room < look.size * 1.7 ? 'auto' : 0,
    },
  };
}

function scale(look, formatter) {
  return {
    axisLabel: { color: look.soft, fontFamily: look.font, fontSize: look.size, ...(formatter ? { formatter } : {}) },
    splitLine: { lineStyle: { color: look.line } },
    splitNumber: 4,
  };
}
