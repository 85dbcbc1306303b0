import Backprop
import BackpropData
import BackpropFiles
import BackpropFormats

/// Folders of pictures to measure on.
enum PictureEvaluation {
  /// The pictures of a folder with a folder for each class; nil where it is no such folder.
  ///
  /// A folder `test` in it is taken where there is one, since what a model learnt from measures nothing. Classes are
  /// found by their names.
  static func load(_ path: String, for model: SavedModel) throws -> EvaluationData? {
    guard ImageDataset.mayHoldPictures(path), MNISTDataset.mnist.archive.paths(inFolder: path).isEmpty else {
      return nil
    }
    let preparation = try ImagePreparation(of: model.details, for: path)
    guard case .classes(let classCount) = model.details.targets else {
      throw FileError(
        file: path, expected: "a model that tells classes", found: "one that tells numbers",
        advice: "Give a folder of pictures to a model of classes.")
    }
    let names = (0..<classCount).map { model.details.name(ofClass: $0) }
    let (images, notes) = try ImageSet.pictures(of: path, preparation: preparation, classNames: names)
    let shape = model.details.sampleShape
    let form: ImageSet.SampleForm = shape.rank == 1 ? .vectors : .images
    return EvaluationData(
      name: FilePath.folderName(of: path), samples: try images.samples(classCount: classCount, form: form),
      images: images, notes: notes, isTestPart: ImageSet.hasTestPart(path))
  }
}
