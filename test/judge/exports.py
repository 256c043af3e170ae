"""Judges the RT structure sets and reports of exports.ts with pydicom and NumPy: python3 exports.py OUT PLAN"""
import gzip
import json
import pathlib
import sys

import numpy as np
import pydicom


def fill(x, y, nx, ny):
    """Even-odd: a pixel is inside when an odd number of edges cross its row at or left of its centre."""
    plane = np.zeros((ny, nx), bool)
    for p in range(len(x)):
        x0, y0, x1, y1 = (x[p - 1], y[p - 1], x[p], y[p]) if y[p - 1] <= y[p] else (x[p], y[p], x[p - 1], y[p - 1])
        rows = np.arange(max(0, int(np.ceil(y0))), min(ny, int(np.ceil(y1))))
        if len(rows):
            plane[rows] ^= np.arange(nx)[None, :] >= (x0 + (rows - y0) * (x1 - x0) / (y1 - y0))[:, None]
    return plane


def area(x, y):
    return abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


def judge_contours(folder):
    grid = json.loads((folder / "grid.json").read_text())
    nx, ny, nz = grid["dims"]
    spacing = np.array(grid["spacing"])
    axes = np.array(grid["direction"]).reshape(3, 3)
    labels = np.fromfile(folder / "labels.bin", np.uint8).reshape(nz, ny, nx)
    rt = pydicom.dcmread(folder / "rtstruct.dcm")
    names = {r.ROINumber: r.ROIName for r in rt.StructureSetROISequence}
    label_of = {"GTV α": 1, "Edema": 2, "Point": 3}
    frame = rt.ReferencedFrameOfReferenceSequence[0]
    images = {
        i.ReferencedSOPInstanceUID
        for i in frame.RTReferencedStudySequence[0].RTReferencedSeriesSequence[0].ContourImageSequence
    }
    assert len(images) == nz
    contours = 0
    for roi in rt.ROIContourSequence:
        label = label_of[names[roi.ReferencedROINumber]]
        parity, union, total = np.zeros(labels.shape, bool), np.zeros(labels.shape, bool), 0.0
        for contour in roi.ContourSequence:
            points = np.array(contour.ContourData, float).reshape(-1, 3)
            assert contour.ContourGeometricType == "CLOSED_PLANAR" and len(points) == contour.NumberOfContourPoints
            assert contour.ContourImageSequence[0].ReferencedSOPInstanceUID in images
            i, j, k = ((points - grid["origin"]) @ axes.T / spacing).T
            assert np.ptp(k) < 1e-5 and abs(k[0] - round(k[0])) < 1e-3
            one = fill(i, j, nx, ny)
            parity[round(k[0])] ^= one
            union[round(k[0])] |= one
            total += area(i, j)
            contours += 1
        truth = labels == label
        assert (parity == truth).all(), f"{folder.name}: even-odd differs in {(parity != truth).sum()} voxels"
        assert (union == truth).all(), f"{folder.name}: the union differs in {(union != truth).sum()} voxels"
        assert abs(total - truth.sum()) < 1e-5 * truth.sum(), (total, truth.sum())
    head, _, packed = (folder / "labels.seg.nrrd").read_bytes().partition(b"\n\n")
    assert gzip.decompress(packed) == labels.tobytes() and "Segment0_Name:=GTV α" in head.decode()
    print(f"{folder.name}: {int((labels > 0).sum())} voxels in {contours} contours, even-odd, union and area agree")


def judge_plan(ours, folder):
    """Voxels of the regions of a plan, counted here on the planes its contours lie in."""
    slice = pydicom.dcmread(folder / "ct.0.dcm")
    plan = pydicom.dcmread(folder / "rtss.dcm")
    names = {r.ROINumber: r.ROIName for r in plan.StructureSetROISequence}
    x0, y0, _ = map(float, slice.ImagePositionPatient)
    dy, dx = map(float, slice.PixelSpacing)
    counted = []
    for roi in plan.ROIContourSequence:
        planes = {}
        for contour in getattr(roi, "ContourSequence", []):
            x, y, z = np.array(contour.ContourData, float).reshape(-1, 3).T
            inside = fill((x - x0) / dx, (y - y0) / dy, slice.Columns, slice.Rows)
            planes[z[0]] = planes.get(z[0], False) ^ inside
        counted.append([names[roi.ReferencedROINumber], int(sum(p.sum() for p in planes.values()))])
    assert counted == ours, (counted, ours)
    print(f"plan: {len(counted)} regions with {sum(n for _, n in counted)} voxels, as counted with NumPy")


def judge_terms(terms):
    """Codes and meanings against pydicom's copy of PS3.16."""
    from pydicom.sr._concepts_dict import concepts

    known = {}
    for entries in concepts["SCT"].values():
        for value, (meaning, _) in entries.items():
            known.setdefault(value, set()).add(meaning.lower())
    for term in terms:
        assert term["scheme"] == "SCT" and term["meaning"].lower() in known[term["value"]], term
    print(f"terms: {len({t['value'] for t in terms})} codes mean in PS3.16 what they mean here")


def judge_report(folder):
    report = pydicom.dcmread(folder / "report.dcm")
    seg = pydicom.dcmread(folder / "seg.dcm")
    rows = json.loads((folder / "rows.json").read_text())
    assert report.StudyInstanceUID == seg.StudyInstanceUID
    evidence = report.CurrentRequestedProcedureEvidenceSequence[0].ReferencedSeriesSequence[0]
    assert evidence.SeriesInstanceUID == seg.SeriesInstanceUID
    name = lambda item: item.ConceptNameCodeSequence[0].CodeValue
    code = lambda item: item.ConceptCodeSequence[0].CodeValue
    assert name(report) == "126000" and report.ContentTemplateSequence[0].TemplateIdentifier == "1500"
    (measurements,) = [item for item in report.ContentSequence if name(item) == "126010"]
    values = reasons = 0
    for n, (group, expected) in enumerate(zip(measurements.ContentSequence, rows, strict=True)):
        assert name(group) == "125007" and group.ContentTemplateSequence[0].TemplateIdentifier == "1411"
        items = {}
        for item in group.ContentSequence:
            items.setdefault(name(item), item)
        segment = items["121191"].ReferencedSOPSequence[0]
        assert segment.ReferencedSOPInstanceUID == seg.SOPInstanceUID
        described = seg.SegmentSequence[n]
        assert segment.ReferencedSegmentNumber == described.SegmentNumber
        assert items["112040"].UID == described.TrackingUID and items["112039"].TextValue == described.SegmentLabel
        features = ("IBSI", "99RADIOMICA")
        scheme = lambda item: item.ConceptNameCodeSequence[0].CodingSchemeDesignator
        numbers = [item for item in group.ContentSequence if scheme(item) in features]
        for number, row in zip(numbers, expected, strict=True):
            concept = number.ConceptNameCodeSequence[0]
            assert (concept.CodeValue, concept.CodingSchemeDesignator) == (row["ibsi"], "IBSI")
            inside = {name(item): item for item in number.ContentSequence}
            assert code(inside["370129005"]) == row["aggregationCode"]
            assert inside["111002"].TextValue == f"id={row['id']}"
            if "value" not in row:
                assert number.ValueType == "TEXT" and number.TextValue == f"{row['reason']}: {row['detail']}"
                reasons += 1
                continue
            assert number.ValueType == "NUM"
            value = number.MeasuredValueSequence[0]
            assert value.FloatingPointValue == row["value"], (row, value)
            assert abs(float(value.NumericValue) - row["value"]) <= 1e-9 * abs(row["value"])
            unit = value.MeasurementUnitsCodeSequence[0]
            assert unit.CodingSchemeDesignator == "UCUM" and (row["unit"] != "intensity" or unit.CodeValue == "{SUVbw}g/ml")
            values += 1
    print(f"{folder.name}: {values} values and {reasons} reasons in {len(rows)} groups, equal to the last bit in pydicom")


out = pathlib.Path(sys.argv[1])
judge_contours(out / "noise")
if (out / "phantom").exists():
    judge_contours(out / "phantom")
if (out / "plan.json").exists():
    judge_plan(json.loads((out / "plan.json").read_text()), pathlib.Path(sys.argv[2]))
judge_report(out / "report")
judge_terms(json.loads((out / "terms.json").read_text()))
