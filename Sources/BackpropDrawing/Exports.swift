// `Diagram`, `GraphLayout`, `DrawingOptions`, `DrawingLabels` and `Words` are part of this module's interface, but know
// nothing of networks, so they are compiled beside Backprop. Aliases wouldn't do: a public function that returns
// `Diagram.Mark` would still ask its file to import a module that no product is named after.
@_exported import BackpropGraphics
