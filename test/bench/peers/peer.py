"""A peer that answers jobs: peer.py NAME FOLDER. A line of JSON in, a line of JSON out (after "@@"), one thread.

Images are FOLDER/<subject>.f32 and .u8 (x fastest), with their size in the job (nx, ny, nz), spacing 1 mm.
"""
import importlib.metadata as metadata
import json
import logging
import os
import resource
import sys
import time
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
import numpy as np  # noqa: E402

NAME, FOLDER = sys.argv[1], sys.argv[2]


def version(*packages):
    return ", ".join(f"{p} {metadata.version(p)}" for p in packages)


def arrays(job):
    shape = (job["nz"], job["ny"], job["nx"])
    image = np.fromfile(os.path.join(FOLDER, job["subject"] + ".f32"), "<f4").reshape(shape)
    return image, np.fromfile(os.path.join(FOLDER, job["subject"] + ".u8"), np.uint8).reshape(shape)


def pyradiomics():
    import pywt  # noqa: F401
    import scipy.fft
    import scipy.signal
    import SimpleITK as sitk
    from radiomics import featureextractor, firstorder, glcm, gldm, glrlm, glszm, imageoperations, ngtdm, shape

    sitk.ProcessObject.SetGlobalDefaultNumberOfThreads(1)
    kinds = {
        "firstorder": firstorder.RadiomicsFirstOrder,
        "glcm": glcm.RadiomicsGLCM,
        "glrlm": glrlm.RadiomicsGLRLM,
        "glszm": glszm.RadiomicsGLSZM,
        "gldm": gldm.RadiomicsGLDM,
        "ngtdm": ngtdm.RadiomicsNGTDM,
        "shape": shape.RadiomicsShape,
    }
    cache = {}

    def images(job):
        if cache.get("key") != job["subject"]:
            image, mask = arrays(job)
            cache.update(key=job["subject"], images=(sitk.GetImageFromArray(image), sitk.GetImageFromArray(mask)))
        return cache["images"]

    def family(job):
        image, mask = images(job)

        def run():
            found = 0
            for name in job["family"].split("+"):
                features = kinds[name](image, mask, binCount=job["levels"])
                features.enableAllFeatures()
                found += len(features.execute())
            return found

        return run

    def everything(job):
        names = [name for name in kinds if job["shape"] or name != "shape"]
        runs = [family({**job, "family": name}) for name in names]
        return lambda: sum(run() for run in runs)

    def maps(job):
        image, _ = images(job)
        mask = sitk.GetImageFromArray(np.ones((job["nz"], job["ny"], job["nx"]), np.uint8))

        def run():
            settings = dict(voxelBased=True, kernelRadius=job["radius"], maskedKernel=True, voxelBatch=50)
            features = kinds[job["family"]](image, mask, binCount=job["levels"], **settings)
            features.enableAllFeatures()
            features.enabledFeatures.pop("MCC", None)
            return len(features.execute())

        return run

    def bank(job):
        image, mask = images(job)
        extractor = featureextractor.RadiomicsFeatureExtractor(binCount=job["levels"])
        extractor.disableAllImageTypes()
        extractor.enableImageTypeByName("LoG", customArgs={"sigma": [2.0, 3.0]})
        extractor.enableImageTypeByName("Wavelet")
        extractor.enableAllFeatures()
        return lambda: len([k for k in extractor.execute(image, mask) if not k.startswith("diagnostics")])

    def resample(order):
        def prepare(job):
            image, _ = images(job)
            size = [int(np.ceil(n / 1.5)) for n in image.GetSize()]
            method = sitk.sitkLinear if order == 1 else sitk.sitkBSpline
            return lambda: sitk.Resample(
                image, size, sitk.Transform(), method, (0, 0, 0), (1.5, 1.5, 1.5), image.GetDirection(), 0, sitk.sitkFloat32
            ) and 1

        return prepare

    def wavelet(job):
        image, mask = images(job)
        return lambda: len(list(imageoperations.getWaveletImage(image, mask, wavelet="coif1")))

    def log(job):
        image, _ = images(job)
        return lambda: sitk.LaplacianRecursiveGaussian(image, 3.0) and 1

    def distance(job):
        _, mask = images(job)
        return lambda: sitk.SignedMaurerDistanceMap(mask, False, True, True) and 1

    def radial(shape):
        axes = [np.fft.fftfreq(n) for n in shape[:-1]] + [np.fft.rfftfreq(shape[-1])]
        grids = np.meshgrid(*axes, indexing="ij", sparse=True)
        return grids, np.sqrt(sum(g * g for g in grids)) * 2

    def simoncelli(job):
        image, _ = arrays(job)

        def run():
            _, r = radial(image.shape)
            with np.errstate(divide="ignore", invalid="ignore"):
                band = np.where((r > 0.25) & (r <= 1), np.cos(np.pi / 2 * np.log2(2 * r)), 0)
            scipy.fft.irfftn(scipy.fft.rfftn(image.astype(float)) * band, s=image.shape)
            return 1

        return run

    def riesz(job):
        image, _ = arrays(job)

        def run():
            grids, r = radial(image.shape)
            with np.errstate(divide="ignore", invalid="ignore"):
                band = np.where((r > 0.25) & (r <= 1), np.cos(np.pi / 2 * np.log2(2 * r)), 0)
                band = np.nan_to_num(-1j * 2 * grids[2] / r) * band
            scipy.fft.irfftn(scipy.fft.rfftn(image.astype(float)) * band, s=image.shape)
            return 1

        return run

    def gabor(job):
        image, _ = arrays(job)
        half = 15
        y, x = np.mgrid[-half : half + 1, -half : half + 1]
        kernel = np.exp(-(x * x + y * y) / 50 + 2j * np.pi * x / 4)

        def run():
            padded = np.pad(image.astype(float), ((0, 0), (half, half), (half, half)), mode="symmetric")
            np.abs(scipy.signal.fftconvolve(padded, kernel[None], mode="valid", axes=(1, 2)))
            return 1

        return run

    jobs = dict(family=family, everything=everything, maps=maps, bank=bank, linear=resample(1), cubic=resample(3), wavelet=wavelet, log=log)
    jobs.update(distance=distance, simoncelli=simoncelli, riesz=riesz, gabor=gabor)
    return version("pyradiomics", "SimpleITK", "scipy", "PyWavelets", "numpy"), jobs


def mirp():
    from mirp import extract_features

    def everything(job):
        image, mask = arrays(job)
        spatial = dict(glcm_spatial_method="3d_volume_merge", glrlm_spatial_method="3d_volume_merge")
        for name in ("glszm", "gldzm", "ngtdm", "ngldm"):
            spatial[f"{name}_spatial_method"] = "3d"

        def run():
            table = extract_features(
                image=image,
                mask=mask,
                num_cpus=1,
                image_modality="ct",
                base_discretisation_method="fixed_bin_number",
                base_discretisation_n_bins=job["levels"],
                ivh_discretisation_method="none",
                **spatial,
            )[0]
            return table.shape[1]

        return run

    return version("mirp", "numpy", "scipy"), dict(everything=everything)


def pictologics():
    from pictologics import Image, RadiomicsPipeline, set_num_threads

    set_num_threads(1)

    def family(job):
        image, mask = (Image(a.T.astype(float), (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)) for a in arrays(job))
        pipeline = RadiomicsPipeline()
        everything = job["family"] == "everything"
        families = ["intensity", "morphology", "texture", "histogram", "ivh"] if everything else [job["family"]]
        params = dict(families=families, include_spatial_intensity=everything, include_local_intensity=everything)
        steps = [
            dict(step="discretise", params=dict(method="FBN", n_bins=job["levels"])),
            dict(step="extract_features", params=params),
        ]
        pipeline.add_config("bench", steps)
        return lambda: int(pipeline.run(image, mask, config_names=["bench"])["bench"].notna().sum())

    return version("pictologics", "numba", "numpy"), dict(family=family)


def nyxus():
    import nibabel
    from nyxus import Nyxus3D

    def family(job):
        image, mask = arrays(job)
        base = os.path.join(FOLDER, job["subject"])
        if not os.path.exists(base + "_mask.nii"):
            # Unsigned whole numbers, as it wants them.
            nibabel.save(nibabel.Nifti1Image((image - image.min()).T.astype(np.uint16), np.eye(4)), base + "_image.nii")
            nibabel.save(nibabel.Nifti1Image(mask.T.astype(np.uint16), np.eye(4)), base + "_mask.nii")
        features = Nyxus3D(
            [job["family"]],
            n_feature_calc_threads=1,
            coarse_gray_depth=job["levels"],
        )
        return lambda: features.featurize_files([base + "_image.nii"], [base + "_mask.nii"], False).shape[1]

    return version("nyxus", "numpy"), dict(family=family)


def resident(field):
    with open("/proc/self/status") as file:
        return next((int(line.split()[1]) * 1024 for line in file if line.startswith(field + ":")), 0)


def measured(run):
    """User and system time of the process and of children it waited for; resident bytes at the peak beyond before."""
    try:
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
    except OSError:
        pass
    before = resident("VmRSS")

    def spent():
        return sum(r.ru_utime + r.ru_stime for r in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))

    begun, wall = spent(), time.perf_counter()
    values = run()
    cpu, wall = (spent() - begun) * 1000, (time.perf_counter() - wall) * 1000
    return dict(cpu=cpu, wall=wall, values=int(values), peak=resident("VmHWM") - before)


def main():
    # Programs print to file descriptor 1 as they like; answers go out by a copy of it.
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    versions, jobs = {"PyRadiomics": pyradiomics, "MIRP": mirp, "pictologics": pictologics, "Nyxus": nyxus}[NAME]()

    def say(answer):
        out.write("@@" + json.dumps(answer) + "\n")
        out.flush()

    say(dict(versions=f"{versions}, Python {sys.version.split()[0]}"))
    for line in sys.stdin:
        job = json.loads(line)
        try:
            say(measured(jobs[job["job"]](job)))
        except Exception as error:  # noqa: BLE001
            say(dict(error=f"{type(error).__name__}: {error}"[:300]))


main()
