/** Size of an image or volume, x fastest. */
export type Size = readonly [number, number, number];

/**
 * Gaussian blur in place, one axis after the other; `sigma` in voxels per axis (0 leaves an axis alone).
 * Beyond the border the edge voxel goes on, or, with `wrap`, the other side (for fields that tile).
 */
export function gaussianBlur(data: Float32Array, size: Size, sigma: Size, wrap = false): void {
  const strides = [1, size[0], size[0] * size[1]];
  for (let axis = 0; axis < 3; axis++) {
    if (sigma[axis] > 0 && size[axis] > 1) blurAxis(data, size, strides, axis, sigma[axis], wrap);
  }
}

function blurAxis(data: Float32Array, size: Size, strides: number[], axis: number, sigma: number, wrap: boolean): void {
  const radius = Math.max(1, Math.ceil(3 * sigma));
  const kernel = gaussianKernel(sigma, radius);
  const length = size[axis];
  const stride = strides[axis];
  const [inner, outer] = [0, 1, 2].filter((a) => a !== axis);
  const line = new Float32Array(length + 2 * radius);
  for (let o = 0; o < size[outer]; o++) {
    for (let i = 0; i < size[inner]; i++) {
      const start = o * strides[outer] + i * strides[inner];
      for (let n = 0; n < length; n++) line[n + radius] = data[start + n * stride];
      for (let n = 0; n < radius; n++) {
        line[n] = wrap ? line[((((n - radius) % length) + length) % length) + radius] : line[radius];
        line[length + radius + n] = wrap ? line[(n % length) + radius] : line[length + radius - 1];
      }
      for (let n = 0; n < length; n++) {
        let sum = 0;
        for (let k = 0; k < kernel.length; k++) sum += kernel[k] * line[n + k];
        data[start + n * stride] = sum;
      }
    }
  }
}

function gaussianKernel(sigma: number, radius: number): Float64Array {
  const kernel = new Float64Array(2 * radius + 1);
  let sum = 0;
  for (let k = 0; k < kernel.length; k++) {
    kernel[k] = Math.exp(-((k - radius) ** 2) / (2 * sigma * sigma));
    sum += kernel[k];
  }
  return kernel.map((v) => v / sum);
}

/** Shifts and scales to mean 0 and standard deviation 1. */
export function standardise(data: Float32Array): void {
  let sum = 0;
  let squares = 0;
  for (const v of data) {
    sum += v;
    squares += v * v;
  }
  const mean = sum / data.length;
  const scale = 1 / Math.sqrt(squares / data.length - mean * mean);
  for (let i = 0; i < data.length; i++) data[i] = (data[i] - mean) * scale;
}
