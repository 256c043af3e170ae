"""Judges the DICOM SEG and NIfTI files of seg.ts with pydicom and nibabel: python3 seg.py OUT [MASK.nii.gz]"""
import gzip
import json
import pathlib
import sys

import nibabel
import numpy as np
import pydicom


def judge(folder, truth=None):
    grid = json.loads((folder / "grid.json").read_text())
    nx, ny, nz = grid["dims"]
    axes = np.array(grid["direction"]).reshape(3, 3)  # rows: i, j, k
    labels = np.fromfile(folder / "labels.bin", np.uint8).reshape(nz, ny, nx)
    image = np.fromfile(folder / "image.bin", "<f4").reshape(nz, ny, nx)

    seg = pydicom.dcmread(folder / "seg.dcm")
    frames = seg.pixel_array.reshape(-1, ny, nx)
    numbers = [1, 2] if (labels == 2).any() else [1]
    assert [s.SegmentLabel for s in seg.SegmentSequence] == ["Nodulo α", "Edema"][: len(numbers)]
    found = np.zeros_like(labels)
    images = {r.ReferencedSOPInstanceUID for r in seg.ReferencedSeriesSequence[0].ReferencedInstanceSequence}
    for frame, groups in zip(frames, seg.PerFrameFunctionalGroupsSequence):
        position = np.array(groups.PlanePositionSequence[0].ImagePositionPatient, float)
        k = (position - grid["origin"]) @ axes[2] / grid["spacing"][2]
        assert abs(k - round(k)) < 1e-3, k
        source = groups.DerivationImageSequence[0].SourceImageSequence[0].ReferencedSOPInstanceUID
        assert source in images
        found[round(k)][frame == 1] = groups.SegmentIdentificationSequence[0].ReferencedSegmentNumber
    assert (found == labels).all(), "SEG: voxels differ"

    # RAS affine from the grid, by numpy.
    affine = np.eye(4)
    affine[:3, :3] = (axes * np.array(grid["spacing"])[:, None]).T
    affine[:3, 3] = grid["origin"]
    affine = np.diag([-1, -1, 1, 1]) @ affine
    for name, data in (("labels.nii.gz", labels), ("image.nii", image)):
        nifti = nibabel.load(folder / name)
        assert (np.asarray(nifti.dataobj) == data.transpose(2, 1, 0)).all(), f"{name}: voxels differ"
        assert np.allclose(nifti.affine, affine, atol=1e-4), f"{name}: affine"
        assert np.allclose(nifti.get_qform(), affine, atol=2e-3), f"{name}: qform"
    if truth:
        mask = nibabel.load(truth)
        assert (np.asarray(mask.dataobj) == labels.transpose(2, 1, 0)).all(), "reference mask differs"
        assert np.allclose(mask.affine, affine, atol=2e-3), f"reference affine differs:\n{mask.affine}\n{affine}"
    print(f"{folder.name}: {int((labels > 0).sum())} voxels in {len(frames)} frames, SEG and NIfTI agree with pydicom and nibabel")


def judge_overlapping(folder):
    grid = json.loads((folder / "grid.json").read_text())
    nx, ny, nz = grid["dims"]
    axis = np.array(grid["direction"])[6:]
    masks = np.fromfile(folder / "masks.bin", np.uint8).reshape(-1, nz, ny, nx)
    assert (masks[0] & masks[1]).any()

    seg = pydicom.dcmread(folder / "seg.dcm")
    assert seg.SegmentationType == "BINARY" and seg.SegmentsOverlap == "YES"
    found = np.zeros_like(masks)
    for frame, groups in zip(seg.pixel_array.reshape(-1, ny, nx), seg.PerFrameFunctionalGroupsSequence):
        position = np.array(groups.PlanePositionSequence[0].ImagePositionPatient, float)
        k = round((position - grid["origin"]) @ axis / grid["spacing"][2])
        found[groups.SegmentIdentificationSequence[0].ReferencedSegmentNumber - 1, k] = frame
    assert (found == masks).all(), "SEG: voxels differ"

    # 3D Slicer's layers, read by hand: a header of lines, an empty line, gzip; the layer runs fastest.
    head, data = (folder / "segments.seg.nrrd").read_bytes().split(b"\n\n", 1)
    lines = [line.split(":=" if ":=" in line else ": ", 1) for line in head.decode().split("\n")[2:]]
    fields = {key: value for key, value in lines}
    sizes = [int(n) for n in fields["sizes"].split()]
    assert fields["kinds"].split() == ["list", "domain", "domain", "domain"] and sizes[1:] == [nx, ny, nz]
    layers = np.frombuffer(gzip.decompress(data), np.uint8).reshape(nz, ny, nx, sizes[0])
    for n in range(3):
        label, layer = (int(fields[f"Segment{n}_{what}"]) for what in ("LabelValue", "Layer"))
        assert ((layers[..., layer] == label) == masks[n]).all(), "NRRD: voxels differ"
    print(f"{folder.name}: {[int(m.sum()) for m in masks]} voxels in {sizes[0]} layers, SEG agrees with pydicom, NRRD by hand")


out = pathlib.Path(sys.argv[1])
judge(out / "oblique")
judge_overlapping(out / "overlapping")
if (out / "phantom").exists():
    judge(out / "phantom", sys.argv[2] if len(sys.argv) > 2 else None)
