/// Names of types and macros at the top of the frameworks that people import beside this package.
///
/// Those of Foundation, Swift Testing and Observation are the public interfaces' of Swift 6.3 on Linux (without names
/// that begin with NS), with what macOS has besides; those of SwiftUI, Combine and Charts are of Apple's documentation.
enum FrameworkNames {
  static let foundation = words(
    """
    AffineTransform AlignmentOptions AsyncCharacterSequence AsyncLineSequence AttributeContainer
    AttributeDynamicLookup AttributeScope AttributeScopeCodableConfiguration AttributeScopes
    AttributedString AttributedStringAttributeMutation AttributedStringKey AttributedStringProtocol
    AttributedSubstring BlockOperation Bundle ByteCountFormatStyle ByteCountFormatter CGAffineTransform
    CGFloat CGPoint CGRect CGSize CGVector CachedURLResponse Calendar CharacterSet CocoaError
    CodableAttributedStringKey CodableConfiguration CodableWithConfiguration ComparableComparator
    Comparator ComparisonResult ContiguousBytes CurrencyFormatStyleConfiguration CustomNSError Data
    DataProtocol Date DateComponents DateFormatter DateInterval DateIntervalFormatter Decimal
    DecodableAttributedStringKey DecodableWithConfiguration DecodingConfigurationProviding
    DescriptiveNumberFormatConfiguration Dimension DiscontiguousAttributedSubstring DiscreteFormatStyle
    DistributedNotificationCenter EncodableAttributedStringKey EncodableWithConfiguration
    EncodingConfigurationProviding EnergyFormatter Expression FileAttributeKey FileAttributeType
    FileDescriptor FileHandle FileManager FileManagerDelegate FilePresenter FileProtectionType
    FileWrapper FloatingPointFormatStyle FloatingPointParseStrategy FormatStyle
    FormatStyleCapitalizationContext Formatter HTTPCookie HTTPCookieStorage HTTPURLResponse Host
    ISO8601DateFormatter IndexPath IndexSet InflectionConcept InflectionRule InputStream
    IntegerFormatStyle IntegerParseStrategy JSONDecoder JSONEncoder JSONSerialization KeyPathComparator
    LanguageDirection LengthFormatter ListFormatStyle ListFormatter Locale LocalizedError MachPort
    MarkdownDecodableAttributedStringKey MassFormatter Measurement MeasurementFormatter MessagePort
    Morphology MutableDataProtocol NetService NetServiceBrowser Notification NotificationCenter
    NotificationQueue NumberFormatStyleConfiguration NumberFormatter ObjCBool OperatingSystemVersion
    Operation OperationQueue Orthography OutputStream POSIXError ParseStrategy ParseableFormatStyle
    PersonNameComponents PersonNameComponentsFormatter Pipe Port PortDelegate PortMessage Predicate
    PredicateBindings PredicateError PredicateExpression PredicateExpressions Process ProcessInfo
    Progress ProgressKind ProgressReporting ProgressUserInfoKey PropertyListDecoder PropertyListEncoder
    PropertyListSerialization QualityOfService RecoverableError ReferenceConvertible
    RelativeDateTimeFormatter RunLoop Scanner ScopedAttributeContainer Selector SocketNativeHandle
    SocketPort SortComparator SortDescriptor SortOrder StandardPredicateExpression Stream StreamDelegate
    StreamNetworkServiceTypeValue StreamSOCKSProxyConfiguration StreamSOCKSProxyVersion
    StreamSocketSecurityLevel StringStyle StringTransform TermOfAddress Thread TimeInterval TimeZone
    Timer URL URLAuthenticationChallenge URLCache URLComponents URLCredential URLError
    URLFileResourceType URLProtectionSpace URLProtocol URLQueryItem URLRequest URLResourceKey
    URLResourceValues URLResponse URLSession URLSessionConfiguration URLSessionDataTask
    URLSessionDelegate URLSessionTask UUID UndoManager Unit UnitAcceleration UnitAngle UnitArea
    UnitConcentrationMass UnitConverter UnitConverterLinear UnitDispersion UnitDuration
    UnitElectricCharge UnitElectricCurrent UnitElectricPotentialDifference UnitElectricResistance
    UnitEnergy UnitFrequency UnitFuelEfficiency UnitIlluminance UnitInformationStorage UnitLength
    UnitMass UnitPower UnitPressure UnitSpeed UnitTemperature UnitVolume UserDefaults WritingDirection
    XMLDTD XMLDocument XMLElement XMLNode XMLParser XMLParserDelegate
    """)

  static let testing = words(
    """
    Attachable AttachableWrapper Attachment Bug Comment ConditionTrait Confirmation
    CustomTestArgumentEncodable CustomTestStringConvertible ExitStatus ExitTest Expectation
    ExpectationFailedError Issue IssueHandlingTrait KnownIssueMatcher ParallelizationTrait
    SourceLocation Suite SuiteTrait Tag Test TestScoping TestTrait TimeLimitTrait Trait
    """)

  static let observation = words(
    """
    Observable ObservationIgnored ObservationRegistrar ObservationTracked Observations
    """)

  static let swiftUI = words(
    """
    AccessibilityActionKind AccessibilityRotorContent AccessibilityTraits ActionSheet Alert AlertScene
    Alignment AlignmentID Anchor Angle AngularGradient Animatable AnimatableModifier AnimatablePair
    AnimatableValues Animation AnyGesture AnyGradient AnyLayout AnyLocation AnyShape AnyShapeStyle
    AnyTransition AnyView App AppStorage AsyncImage AsyncImagePhase Axis AxisSet BackgroundStyle
    BackgroundTask Badge BindableObject Binding BlendMode BlurOptions BorderedButtonStyle
    BorderlessButtonStyle Button ButtonBorderShape ButtonRole ButtonStyle ButtonToggleStyle CameraDevice
    Canvas Capsule Circle CircularProgressViewStyle Color ColorMatrix ColorPicker ColorRenderingMode
    ColorScheme CommandGroup CommandMenu Commands CommandsBuilder ComponentsView ConcentricRectangle
    ContainerRelativeShape ContainerValues ContentMode ContentShapeKinds ContentSizeCategory
    ContentTransition ContentUnavailableView ControlGroup ControlSize CoordinateSpace CustomAnimation
    CustomizableToolbarContent DatePicker DefaultButtonStyle DisclosureGroup DismissAction Divider
    DocumentGroup DragGesture DropDelegate DropInfo DropOperation DropProposal DynamicProperty
    DynamicTypeSize DynamicViewContent Edge EdgeInsets EditActions EditButton EditMode
    EditableCollectionContent Ellipse EllipticalGradient EmptyAnimatableData EmptyCommands EmptyModifier
    EmptyView Entry Environment EnvironmentKey EnvironmentObject EnvironmentValues EnvironmentalModifier
    EventModifiers FetchRequest FetchedResults FileDocument FillStyle FlexibleSpace FocusState
    FocusedBinding FocusedObject FocusedValue FocusedValueKey FocusedValues Font ForEach ForegroundStyle
    Form FormStyle Gauge GaugeStyle GeometryEffect GeometryProxy GeometryReader Gesture GestureMask
    GestureState GlassEffectContainer Gradient GradientStyle GraphicsContext Grid GridItem GridLayout
    GridRow Group GroupBox GroupBoxStyle GroupElementsOfContent HSplitView HStack HStackLayout
    HandlerResult HierarchicalShapeStyle HorizontalAlignment HorizontalEdge HoverEffect HoverPhase Image
    ImagePaint ImageRenderer IndexViewStyle InlinePickerStyle InsettableShape InspectorCommands
    KeyEquivalent KeyPress KeyboardShortcut Keyframe KeyframeAnimator KeyframeTimeline Keyframes Label
    LabelStyle LabeledContent LabeledContentStyle LabeledControlGroupContent LayerEffect Layout
    LayoutDirection LayoutProperties LayoutSubview LayoutSubviews LayoutValueKey LazyHGrid LazyHStack
    LazyVGrid LazyVStack LibraryItem LinearGradient LinearKeyframe Link List ListItemTint
    ListSectionSpacing ListStyle LocalizedStringKey LongPressGesture MagnificationGesture MagnifyGesture
    MatchedGeometryProperties Material Menu MenuButton MenuStyle MeshGradient ModifiedContent
    MoveCommandDirection MoveKeyframe MoveTransition MultiDatePicker NSHostingView NSViewRepresentable
    Namespace NavigationLink NavigationPath NavigationSplitView NavigationStack NavigationView
    ObservedObject OffsetEffect OffsetShape OpacityTransition OpenURLAction OpenWindowAction
    OutlineGroup OutlineSubgroupChildren PaletteSelectionEffect PasteButton Path
    PencilSqueezeGesturePhase PhaseAnimator Picker PickerStyle PinnedScrollableViews
    PlaceholderTextShapeStyle PlainButtonStyle PopoverAttachmentAnchor PopupButton PreferenceKey
    PresentationDetent PresentationMode PreviewContext PreviewDevice PreviewLayout PreviewModifier
    PreviewPlatform PreviewProvider PrimitiveButtonStyle ProgressView ProgressViewStyle
    ProjectionTransform ProposedViewSize RadialGradient Rectangle RectangleCornerRadii RedactionReasons
    ReferenceFileDocument RefreshAction RenameButton ReplacedPath ResolvedFont RotateGesture
    RotatedShape RotationGesture RoundedCornerStyle RoundedRectangle RoundedRectangularShape
    SafeAreaRegions ScaleTransition ScaledMetric ScaledShape Scene SceneBuilder ScenePhase SceneStorage
    ScrollPosition ScrollTarget ScrollTargetBehavior ScrollView ScrollViewProxy ScrollViewReader
    SearchFieldPlacement Section SectionedFetchRequest SecureField SelectionShapeStyle SensoryFeedback
    SeparatorShapeStyle Settings SettingsLink Shader ShaderFunction ShaderLibrary ShadowStyle Shape
    ShapeRole ShapeStyle ShapeView ShareLink SharePreview SimultaneousGesture Slider Spacer
    SpatialEventGesture SpatialTapGesture SplitView Spring SpringKeyframe SpringLoadingBehavior Stack
    State StateObject Stepper StrokeShapeView StrokeStyle SubmitLabel SubscriptionView Subview
    SubviewsCollection SwipeActions SwitchToggleStyle SymbolRenderingMode SymbolVariants Tab TabContent
    TabRole TabSection TabView TabViewStyle Table TableColumn TableColumnAlignment TableColumnBuilder
    TableRow TableRowContent TableStyle TapGesture Text TextAlignment TextAttribute TextEditor TextField
    TextFieldStyle TextInputAutocapitalization TextProxy TextRenderer TextSelectability TextSelection
    TextSelectionAffinity TextVariantPreference TimelineSchedule TimelineView TintShapeStyle
    TitleAndIconLabelStyle TitleDisplayMode Toggle ToggleStyle ToolbarContent ToolbarItem
    ToolbarItemGroup ToolbarItemPlacement ToolbarRole ToolbarSpacer TouchBar Transaction TransactionKey
    TransferRepresentation TransformedShape Transition TransitionPhase TransitionProperties
    TruncationMode TupleView UIHostingController UIViewControllerRepresentable UIViewRepresentable
    UnevenRoundedRectangle UnitCurve UnitPoint UserInterfaceSizeClass UtilityWindow VSplitView VStack
    VStackLayout VectorArithmetic VerticalAlignment VerticalEdge VideoPlayer View
    ViewAlignedScrollTargetBehavior ViewBuilder ViewDimensions ViewModifier ViewSpacing ViewThatFits
    Visibility VisualEffect Window WindowGroup WindowLevel WindowPlacement WindowStyle
    WindowToolbarStyle WithAnimation WritingToolsBehavior ZStack ZStackLayout
    """)

  static let combine = words(
    """
    AnyCancellable AnyPublisher AnySubject AnySubscriber Cancellable CombineIdentifier Completion
    ConnectablePublisher CurrentValueSubject CustomCombineIdentifierConvertible Deferred Demand Empty
    Fail Future ImmediateScheduler Just ObservableObject ObservableObjectPublisher PassthroughSubject
    Published Publisher Publishers Record Scheduler SchedulerTimeIntervalConvertible Subject Subscriber
    Subscribers Subscription Subscriptions TopLevelDecoder TopLevelEncoder
    """)

  static let charts = words(
    """
    AnnotationContext AnnotationOverflowResolution AnnotationPosition AnyChartContent
    AnyChartSymbolShape AreaMark AreaPlot AxisContent AxisContentBuilder AxisGridLine AxisMark
    AxisMarkBuilder AxisMarkPosition AxisMarkPreset AxisMarkValues AxisMarks AxisTick AxisValue
    AxisValueLabel AxisValueLabelCollisionResolution AxisValueLabelOrientation BarMark BarPlot
    BasicChartSymbolShape BuilderConditional Chart Chart3D ChartAxisContent ChartBinRange ChartContent
    ChartContentBuilder ChartPlotContent ChartProxy ChartScrollTargetBehavior ChartSymbolShape DateBins
    FunctionAreaPlotContent FunctionLinePlotContent InterpolationMethod LineMark LinePlot
    MajorValueAlignment MarkDimension MarkDimensions MarkStackingMethod NumberBins Plottable
    PlottableProjection PlottableValue PointMark PointPlot PositionScaleRange PrimitivePlottableProtocol
    RectangleMark RectanglePlot RuleMark RulePlot ScaleDomain ScaleRange ScaleType SectorMark SectorPlot
    SurfacePlot ValueAlignedChartScrollTargetBehavior ValueAlignedLimitBehavior VectorizedChartContent
    VisualValue
    """)

  /// The frameworks with their names.
  static let all: [(framework: String, names: Set<String>)] = [
    ("Foundation", foundation), ("Testing", testing), ("Observation", observation), ("SwiftUI", swiftUI),
    ("Combine", combine), ("Charts", charts),
  ]

  private static func words(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}
