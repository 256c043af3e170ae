"""Judges the map files of maps.ts with pydicom and nibabel, and NRRD by its header: python3 maps.py OUT"""
import gzip
import json
import pathlib
import sys

import nibabel
import numpy as np
import pydicom

for folder in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    grid = json.loads((folder / "grid.json").read_text())
    nx, ny, nz = grid["dims"]
    axes = np.array(grid["direction"]).reshape(3, 3)  # rows: i, j, k
    padded = np.fromfile(folder / "padded.bin", "<f4").reshape(nz, ny, nx)
    plain = np.fromfile(folder / "plain.bin", "<f4").reshape(nz, ny, nx)

    dcm = pydicom.dcmread(folder / "map.dcm")
    found = np.frombuffer(dcm.FloatPixelData, "<f4").reshape(nz, ny, nx)
    assert (found == padded).all(), "parametric map: values differ"
    assert np.float32(dcm.FloatPixelPaddingValue) == np.float32(grid["padding"])
    shared = dcm.SharedFunctionalGroupsSequence[0]
    mapping = shared.RealWorldValueMappingSequence[0]
    assert (mapping.RealWorldValueSlope, mapping.RealWorldValueIntercept) == (1, 0)
    inside = padded[padded != np.float32(grid["padding"])]
    assert mapping.DoubleFloatRealWorldValueFirstValueMapped == inside.min()
    assert mapping.DoubleFloatRealWorldValueLastValueMapped == inside.max()
    quantity = mapping.QuantityDefinitionSequence[0].ConceptCodeSequence[0]
    assert (quantity.CodeValue, quantity.CodingSchemeDesignator) == (grid["code"], "IBSI")
    assert np.allclose(shared.PlaneOrientationSequence[0].ImageOrientationPatient, grid["direction"][:6])
    for k, groups in enumerate(dcm.PerFrameFunctionalGroupsSequence):
        position = np.array(groups.PlanePositionSequence[0].ImagePositionPatient, float)
        assert np.allclose(position, np.array(grid["origin"]) + k * grid["spacing"][2] * axes[2], atol=1e-4)

    affine = np.eye(4)
    affine[:3, :3] = (axes * np.array(grid["spacing"])[:, None]).T
    affine[:3, 3] = grid["origin"]
    ras = np.diag([-1, -1, 1, 1]) @ affine
    nifti = nibabel.load(folder / "map.nii.gz")
    assert (np.asarray(nifti.dataobj) == plain.transpose(2, 1, 0)).all(), "NIfTI: values differ"
    assert np.allclose(nifti.affine, ras, atol=1e-4), "NIfTI: affine"

    for name in ("map.nrrd", "raw.nrrd"):
        raw = (folder / name).read_bytes()
        end = raw.index(b"\n\n")
        fields = dict(l.split(": ", 1) for l in raw[:end].decode().split("\n")[2:] if ": " in l)
        data = gzip.decompress(raw[end + 2 :]) if fields["encoding"] == "gzip" else raw[end + 2 :]
        assert fields["type"] == "float" and fields["endian"] == "little"
        sizes = [int(n) for n in fields["sizes"].split()]
        assert (np.frombuffer(data, "<f4").reshape(sizes[::-1]) == plain).all(), f"{name}: values differ"
        directions = [[float(x) for x in v.strip("()").split(",")] for v in fields["space directions"].split()]
        assert np.allclose(np.array(directions).T, affine[:3, :3])
        assert np.allclose([float(x) for x in fields["space origin"].strip("()").split(",")], grid["origin"])
    print(f"{folder.name}: {inside.size} values agree in Parametric Map, NIfTI and NRRD")
