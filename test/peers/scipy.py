"""Filter responses by SciPy and PyWavelets: the second opinion on our kernels.

python3 scipy.py OUT: reads cases on standard input ({"dims": [nx, ny, nz], "spacing": [...], "cases": [{"id", "params"}]}),
makes a seeded image, and writes OUT/image.f64, OUT/0.f64, OUT/1.f64 … (x fastest). Arrays here are z, y, x.
"""
import json
import math
import os
import sys

# This file has the package's name; its own folder must not be searched for it.
sys.path = [p for p in sys.path if os.path.abspath(p or ".") != os.path.dirname(os.path.abspath(__file__))]

import numpy as np
from scipy import ndimage

MODES = {"zero": "constant", "nearest": "nearest", "periodic": "wrap", "mirror": "reflect"}


def make_image(dims, seed=11):
    rng = np.random.default_rng(seed)
    return np.round(ndimage.gaussian_filter(rng.normal(0, 400, size=dims[::-1]), 0.8), 3)


def axes_of(p):
    """Array axes of x, y and, in 3D, z."""
    return [2, 1, 0] if p.get("dimensionality", "3D") == "3D" else [2, 1]


def gauss(sigma, truncation):
    reach = int(math.floor(truncation * sigma + 0.5))
    x = np.arange(-reach, reach + 1)
    return x, np.exp(-x * x / (2 * sigma**2)) / (math.sqrt(2 * math.pi) * sigma)


def on_axes(factors, axes):
    """The outer product of 1D kernels, each lying along its axis of a 3D array."""
    kernel = np.ones((1, 1, 1))
    for factor, axis in zip(factors, axes):
        shape = [1, 1, 1]
        shape[axis] = len(factor)
        kernel = kernel * np.asarray(factor).reshape(shape)
    return kernel


def mean(image, p, spacing, mode):
    size = [1, 1, 1]
    for axis in axes_of(p):
        size[axis] = p["support"]
    return ndimage.uniform_filter(image, size, mode=mode)


def gaussian(image, p, spacing, mode):
    sigma = [0, 0, 0]
    for axis in axes_of(p):
        sigma[axis] = p["sigma"] / spacing[2 - axis]
    return ndimage.gaussian_filter(image, sigma, mode=mode, truncate=p.get("truncation", 4))


def log(image, p, spacing, mode):
    axes = axes_of(p)
    kernel = 0
    for which in axes:
        factors = []
        for axis in axes:
            sigma = p["sigma"] / spacing[2 - axis]
            x, g = gauss(sigma, p.get("truncation", 4))
            factors.append((x * x / sigma**4 - 1 / sigma**2) * g if axis == which else g)
        kernel = kernel + on_axes(factors, axes)
    return ndimage.convolve(image, kernel, mode=mode)


def gabor(image, p, spacing, mode):
    planes = [(2, 1), (2, 0), (1, 0)] if p["dimensionality"] == "3D" else [(2, 1)]
    step = p.get("step", 0)
    count = 1 if step == 0 else round(360 / step)
    found = []
    for a, b in planes:
        sa, sb = spacing[2 - a], spacing[2 - b]
        reach = 6 * max(p["sigma"], p["sigma"] / p["gamma"])
        i = np.arange(-math.ceil(reach / sa), math.ceil(reach / sa) + 1) * sa
        j = np.arange(-math.ceil(reach / sb), math.ceil(reach / sb) + 1) * sb
        for k in range(count):
            theta = math.radians(p.get("theta", 0) + k * step)
            x, y = np.meshgrid(i, j, indexing="ij")
            u = x * math.cos(theta) + y * math.sin(theta)
            v = -x * math.sin(theta) + y * math.cos(theta)
            kernel = np.exp(-(u**2 + p["gamma"] ** 2 * v**2) / (2 * p["sigma"] ** 2) + 2j * math.pi * u / p["lambda"])
            # Axis b comes before axis a in the array.
            shape = [1, 1, 1]
            shape[a], shape[b] = len(i), len(j)
            h = kernel.T.reshape(shape)
            found.append(np.hypot(ndimage.convolve(image, h.real, mode=mode), ndimage.convolve(image, h.imag, mode=mode)))
    return {"mean": np.mean, "max": np.max, "min": np.min}[p.get("pooling", "mean")](found, axis=0)


def wavelet(image, p, spacing, mode):
    import pywt

    bank = pywt.Wavelet(p["family"])
    taps = {"L": np.array(bank.dec_lo), "H": np.array(bank.dec_hi)}

    def pass_over(box, letters, level):
        for letter, axis in zip(letters, axes_of(p)):
            spread = np.zeros(len(taps[letter]) * 2 ** (level - 1))
            spread[:: 2 ** (level - 1)] = taps[letter]
            box = ndimage.convolve1d(box, spread, axis=axis, mode=mode)
        return box

    for level in range(1, p.get("level", 1)):
        image = pass_over(image, "LLL", level)
    return pass_over(image, p["band"], p.get("level", 1))


def laws(image, p, spacing, mode):
    taps = {"L3": [1, 2, 1], "L5": [1, 4, 6, 4, 1], "E3": [-1, 0, 1], "E5": [-1, -2, 0, 2, 1], "S3": [-1, 2, -1]}
    taps |= {"S5": [-1, 0, 2, 0, -1], "W5": [-1, 2, 0, -2, 1], "R5": [1, -4, 6, -4, 1]}
    names = [p["kernels"][i : i + 2] for i in range(0, len(p["kernels"]), 2)]
    factors = [np.array(taps[n]) / np.linalg.norm(taps[n]) for n in names]
    return ndimage.convolve(image, on_axes(factors, axes_of(p)), mode=mode)


FILTERS = {"mean": mean, "gaussian": gaussian, "log": log, "gabor": gabor, "wavelet": wavelet, "laws": laws}


def respond(image, case, spacing):
    p = case["params"]
    return FILTERS[case["id"]](image, p, spacing, MODES[p["boundary"]])


def versions():
    import pywt
    import scipy

    return f"numpy {np.__version__}, scipy {scipy.__version__}, PyWavelets {pywt.__version__}"


if __name__ == "__main__":
    job = json.load(sys.stdin)
    image = make_image(job["dims"])
    image.astype("<f8").tofile(os.path.join(sys.argv[1], "image.f64"))
    for n, case in enumerate(job["cases"]):
        respond(image, case, job["spacing"]).astype("<f8").tofile(os.path.join(sys.argv[1], f"{n}.f64"))
    print(versions())
