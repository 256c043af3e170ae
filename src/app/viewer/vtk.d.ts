/** vtk.js ships no types for this filter; what we use of it. */
declare module "@kitware/vtk.js/Filters/General/ImageMarchingCubes.js" {
  import type vtkImageData from "@kitware/vtk.js/Common/DataModel/ImageData.js";
  import type vtkPolyData from "@kitware/vtk.js/Common/DataModel/PolyData.js";

  type ImageMarchingCubes = { setInputData(image: vtkImageData): void; getOutputData(): vtkPolyData };
  const vtkImageMarchingCubes: {
    newInstance(options: { contourValue: number; computeNormals: boolean; mergePoints: boolean }): ImageMarchingCubes;
  };
  export default vtkImageMarchingCubes;
}
