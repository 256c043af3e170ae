import { Progress } from "@mantine/core";
import { useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Preview } from "#io/series.ts";
import { useApp, useCell } from "../../hooks/use-app.ts";

/** No picture is drawn finer than this while its series arrives, in pixels. */
const MOST = 1024;

/** One in so many values tells black and white; a prime, so that no column is left out. */
const SAMPLED = 7;

/** The slices of a study as they arrive. They are there to be looked at: what can be measured comes when all are there. */
export function Arriving({ preview }: { preview: Preview }) {
  const app = useApp();
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const task = useCell(app.tasks.list).find((one) => one.kind === "load");
  useLayoutEffect(() => {
    if (canvas.current) draw(canvas.current, preview);
  }, [preview]);
  const label = task ? t(`status.phase.${task.phase}`, { done: task.done, total: task.total }) : "";
  return (
    <div className="arriving">
      <canvas
        ref={canvas}
        className="arriving-picture"
        data-preview
        style={{ aspectRatio: String(preview.columns / (preview.rows * preview.aspect)) }}
      />
      <div className="arriving-about">
        <strong>{preview.name}</strong>
        <span className="dim">{label}</span>
        <Progress value={task && task.total > 0 ? (100 * task.done) / task.total : 0} aria-label={label} size="sm" />
        <span className="dim small">{t("welcome.arriving")}</span>
      </div>
    </div>
  );
}

function draw(canvas: HTMLCanvasElement, { columns, rows, values, window, inverted }: Preview): void {
  const step = Math.max(1, Math.ceil(Math.max(columns, rows) / MOST));
  const [width, height] = [Math.ceil(columns / step), Math.ceil(rows / step)];
  const context = canvas.getContext("2d");
  if (!context) return;
  const [low, high] = window ? [window.center - window.width / 2, window.center + window.width / 2] : ends(values);
  const scale = 255 / Math.max(high - low, 1e-9);
  const picture = new ImageData(width, height);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const grey = (values[y * step * columns + x * step] - low) * scale;
      picture.data[at] = picture.data[at + 1] = picture.data[at + 2] = inverted ? 255 - grey : grey;
      picture.data[at + 3] = 255;
    }
  }
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.putImageData(picture, 0, 0);
}

/** Black and white of a picture without a window, from some of its values. */
function ends(values: Float32Array): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i += SAMPLED) {
    const value = values[i];
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
