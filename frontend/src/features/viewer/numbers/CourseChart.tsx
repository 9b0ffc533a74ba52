import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Course } from "./curves";
import styles from "./Numbers.module.css";

interface Props {
  readonly course: Course;
  /** One for each curve, as CSS writes it. */
  readonly colours: readonly string[];
  readonly names: readonly string[];
  readonly daysLabel: string;
  readonly unitLabel: string;
  readonly number: (value: number) => string;
  /** A point was clicked: which curve, and which of the days. */
  readonly go: (curve: number, day: number) => void;
  readonly label: string;
}

const HEIGHT = 230;
const NEAR_PIXELS = 24;
const BAND_ALPHA = 0.14;
const INK = "#a9b6be";
const GRID = "rgb(39 52 61 / 80%)";
const DASHES = [[], [7, 4], [2, 3], [10, 3, 2, 3]];

function drawBands(plot: uPlot, { curves }: Course, colours: readonly string[]): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.globalAlpha = BAND_ALPHA;
  curves.forEach(({ band }, at) => {
    if (!band) return;
    const [low, high] = band.map((value) => plot.valToPos(value, "y", true)) as [number, number];
    ctx.fillStyle = colours[at] ?? INK;
    ctx.fillRect(bbox.left, high, bbox.width, low - high);
  });
  ctx.restore();
}

/** Everything that is drawn lies within, with some room; one value alone has room too. */
export function rangeOf({ curves }: Course): [number, number] {
  const all = curves.flatMap(({ values, band }) => [
    ...values.filter((value) => value !== null),
    ...(band ?? []),
  ]);
  if (all.length === 0) return [0, 1];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const room = (most - least || Math.abs(most) || 1) * 0.08;
  // Nothing that is measured here is an amount below zero: an axis from zero shows how much changes really are.
  return [least >= 0 ? Math.max(0, least - room) : least - room, most + room];
}

/** The curves on a canvas; the same numbers stand in a table beside it. */
export function CourseChart(props: Props) {
  const { course, colours, names, daysLabel, unitLabel, number, go, label } = props;
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(go);
  latest.current = go;
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let focused = -1;
    const axis = {
      stroke: INK,
      grid: { stroke: GRID, width: 1 },
      ticks: { stroke: GRID, width: 1 },
    };
    const plot = new uPlot(
      {
        width: Math.max(200, element.clientWidth),
        height: HEIGHT,
        legend: { show: false },
        scales: {
          x: { time: false, range: (_, from, to) => padded(from, to) },
          y: { range: () => rangeOf(course) },
        },
        axes: [
          {
            ...axis,
            label: daysLabel,
            labelSize: 18,
            size: 30,
            incrs: [1, 2, 5, 7, 14, 28, 50, 91, 182, 365],
          },
          {
            ...axis,
            label: unitLabel,
            labelSize: 18,
            size: 48,
            values: (_, ticks) => ticks.map(number),
          },
        ],
        cursor: { focus: { prox: NEAR_PIXELS }, drag: { x: false, y: false } },
        focus: { alpha: 0.35 },
        series: [
          {},
          ...course.curves.map((_, at) => ({
            label: names[at] ?? "",
            stroke: colours[at] ?? INK,
            width: 2,
            dash: DASHES[Math.floor(at / 2) % DASHES.length] ?? [],
            spanGaps: true,
            points: { show: true, size: 8, fill: colours[at] ?? INK },
          })),
        ],
        hooks: {
          drawAxes: [(drawn) => drawBands(drawn, course, colours)],
          setSeries: [(_, series) => (focused = series ?? -1)],
        },
      },
      [[...course.days], ...course.curves.map(({ values }) => [...values])] as uPlot.AlignedData,
      element,
    );
    const click = () => {
      const day = plot.cursor.idx;
      if (focused > 0 && day !== null && day !== undefined) latest.current(focused - 1, day);
    };
    plot.over.addEventListener("click", click);
    const resizing = new ResizeObserver(() =>
      plot.setSize({ width: Math.max(200, element.clientWidth), height: HEIGHT }),
    );
    resizing.observe(element);
    return () => {
      resizing.disconnect();
      plot.destroy();
    };
  }, [course, colours, names, daysLabel, unitLabel, number]);
  return <div ref={place} className={styles.chart} role="img" aria-label={label} data-chart />;
}

function padded(from: number, to: number): [number, number] {
  const room = Math.max(1, (to - from) * 0.04);
  return [from - room, to + room];
}
