"""CPU microseconds a voxel of PyRadiomics' voxel-based mode: maps-peer.py IMAGE.bin N FAMILY RADIUS BINS (n³ float32, all in the region)"""
import logging
import sys
import time

import numpy as np
import SimpleITK as sitk
from radiomics import firstorder, glcm

logging.getLogger("radiomics").setLevel(logging.ERROR)
path, n, family, radius, bins = sys.argv[1], *sys.argv[2:6]
n = int(n)
image = sitk.GetImageFromArray(np.fromfile(path, "<f4").reshape(n, n, n).astype(float))
mask = sitk.GetImageFromArray(np.ones((n, n, n), np.uint8))
settings = dict(voxelBased=True, kernelRadius=int(radius), maskedKernel=True, voxelBatch=50, binCount=int(bins))
kind = {"glcm": glcm.RadiomicsGLCM, "statistics": firstorder.RadiomicsFirstOrder}[family]
features = kind(image, mask, **settings)
features.enableAllFeatures()
features.enabledFeatures.pop("MCC", None)
start = time.process_time()
features.execute()
print((time.process_time() - start) / n**3 * 1e6)
