"""Judges the voxels of dump.ts by pydicom (raw files) and dcmtk or gdcm (compressed ones): python3 voxels.py OUT

Grey images must agree exactly after the modality transform in float64 and rounding to float32; lossy JPEG within one
grey level (inverse DCTs differ in the last bit). Colour is compared as luminance, raw colour only.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import warnings

import numpy as np
import pydicom
from pydicom.pixel_data_handlers.util import apply_color_lut, apply_modality_lut

warnings.filterwarnings("ignore")
RAW = {"1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99"}
LOSSY_JPEG = {f"1.2.840.10008.1.2.4.{n}" for n in (50, 51, 53, 55)}
TOOLS = [["dcmdjpeg"], ["dcmdjpls"], ["dcmdrle"], ["gdcmconv", "--raw"]]


def pixels(dataset, path):
    """Stored values of all frames (frames, rows, columns[, 3]), the data set that describes them, and who decoded."""
    syntax = dataset.file_meta.get("TransferSyntaxUID") if getattr(dataset, "file_meta", None) else None
    if syntax is not None and syntax not in RAW:
        with tempfile.TemporaryDirectory() as folder:
            for tool in TOOLS:
                plain = pathlib.Path(folder) / "plain.dcm"
                try:
                    done = subprocess.run([*tool, str(path), str(plain)], capture_output=True, timeout=120)
                except FileNotFoundError:
                    continue
                if done.returncode == 0 and plain.exists():
                    other = pydicom.dcmread(plain, force=True)
                    if other.file_meta.TransferSyntaxUID in RAW:
                        return stored(other), other, tool[0]
    try:
        return stored(dataset), dataset, "pydicom"
    except Exception:  # no handler on this machine, or an element pydicom insists on
        return None, dataset, "nobody"


def stored(dataset):
    if not getattr(dataset, "file_meta", None) or "TransferSyntaxUID" not in dataset.file_meta:
        dataset.file_meta = getattr(dataset, "file_meta", None) or pydicom.dataset.FileMetaDataset()
        dataset.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2"
    array = dataset.pixel_array
    samples = int(dataset.get("SamplesPerPixel", 1))
    if samples == 1 and "BitsStored" in dataset and dataset.BitsStored < dataset.BitsAllocated:
        # pydicom leaves overlay bits in; PS3.5 8.1.1 says what the value is.
        low = dataset.HighBit + 1 - dataset.BitsStored
        bits = int(dataset.BitsStored)
        array = (array.astype(np.int64) >> low) & ((1 << bits) - 1)
        if dataset.PixelRepresentation == 1:
            array = np.where(array >= 1 << (bits - 1), array - (1 << bits), array)
    shape = (-1, int(dataset.Rows), int(dataset.Columns)) + ((3,) if samples == 3 else ())
    return array.reshape(shape)


def physical(dataset, array):
    """The modality transform in float64, by hand where it is per frame, else by pydicom."""
    groups = dataset.get("PerFrameFunctionalGroupsSequence")
    shared = dataset.get("SharedFunctionalGroupsSequence")
    out = array.astype(np.float64)
    if "DoseGridScaling" in dataset:
        return out * float(dataset.DoseGridScaling)
    for f in range(len(out)):
        for holder in [groups and groups[f], shared and shared[0]]:
            if holder and "PixelValueTransformationSequence" in holder:
                item = holder.PixelValueTransformationSequence[0]
                out[f] = out[f] * float(item.RescaleSlope) + float(item.RescaleIntercept)
                break
        else:
            if "ModalityLUTSequence" in dataset:
                out[f] = apply_modality_lut(array[f], dataset)
            elif dataset.get("RescaleSlope") not in (None, ""):
                out[f] = out[f] * float(dataset.RescaleSlope) + float(dataset.get("RescaleIntercept") or 0)
    return out


def luminance(dataset, array):
    kind = dataset.PhotometricInterpretation
    if kind == "PALETTE COLOR":
        bits = dataset.RedPaletteColorLookupTableDescriptor[2]
        rgb = apply_color_lut(array, dataset).astype(float)
        return (rgb * (255 / 65535 if bits > 8 else 1)) @ np.array([0.299, 0.587, 0.114])
    if kind in ("RGB", "YBR_ICT", "YBR_RCT"):  # a JPEG 2000 decoder has undone its own transform
        return array @ np.array([0.299, 0.587, 0.114])
    return array[..., 0].astype(float) if kind.startswith("YBR_FULL") else None


def best_tile(mosaic, ours):
    """The tile of a mosaic that a slice is: which one it should be, its NIfTI copy judges (npm run formats)."""
    ny, nx = ours.shape
    tiles = [mosaic[y : y + ny, x : x + nx] for y in range(0, len(mosaic), ny) for x in range(0, mosaic.shape[1], nx)]
    return min(tiles, key=lambda tile: np.abs(ours - tile).max())


def main(out):
    rows = json.loads((out / "rows.json").read_text())
    values = np.fromfile(out / "values.bin", "<f4")
    counts = {"equal": 0, "within tolerance": 0, "not judged": 0, "refused": 0, "WRONG": 0}
    unjudged = set()
    voxels = 0
    cache = {}
    for row in rows:
        name = "/".join(row["path"].split("/")[-3:])
        if "refusal" in row:
            counts["refused"] += 1
            continue
        if row["path"] not in cache:
            cache = {row["path"]: pixels(pydicom.dcmread(row["path"], force=True), row["path"])}
        array, dataset, judge = cache[row["path"]]
        if array is None:
            counts["not judged"] += 1
            unjudged.add(name)
            continue
        ours = values[row["offset"] :][: row["rows"] * row["columns"]].reshape(row["rows"], row["columns"])
        colour = "Luminance" in row["chain"]
        frame = array[row["frame"] - 1]
        theirs = luminance(dataset, frame) if colour else physical(dataset, array)[row["frame"] - 1]
        if ours.shape != theirs.shape:
            theirs = best_tile(theirs, ours)
        voxels += ours.size
        off = np.abs(ours - theirs.astype(np.float32)).max()
        original = pydicom.dcmread(row["path"], force=True, stop_before_pixels=True)
        syntax = original.file_meta.get("TransferSyntaxUID") if getattr(original, "file_meta", None) else None
        # Luminance is a sum of three products: its last float32 bit depends on the order of adding.
        exact = 1e-4 * max(1.0, np.abs(theirs).max() / 255) if colour else 0
        # Inverse DCTs differ in the last grey level; decoders scale up halved colour planes in ways of their own.
        loose = 40 if colour else 2 * abs(float(dataset.get("RescaleSlope", 1) or 1))
        if off <= exact:
            counts["equal"] += 1
        elif syntax in LOSSY_JPEG and off <= loose and np.abs(ours - theirs).mean() < loose / 20:
            counts["within tolerance"] += 1
        else:
            counts["WRONG"] += 1
            print(f"  WRONG        {name} frame {row['frame']}: off by {off} ({judge})")
    for name in sorted(unjudged):
        print(f"  not judged   {name}: nothing here decodes it but we")
    print(f"voxels: {voxels} compared in {len(rows)} slices: " + ", ".join(f"{n} {k}" for k, n in counts.items()))
    return 1 if counts["WRONG"] or not counts["equal"] else 0


sys.exit(main(pathlib.Path(sys.argv[1])))
