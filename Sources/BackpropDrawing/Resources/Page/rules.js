// Rules of operations that are partly words, in the reader's language; formulas are the same in both. Letters stand free
// of the characters around them, so that they can be replaced by the graph's own names.
const chineseRules = {
  'z = (1/n) Σ (½ d² where d = |x − y| < δ, else δ (d − ½ δ))':
    'z = (1/n) Σ (d = |x − y| < δ 时为 ½ d²，否则为 δ (d − ½ δ))',
  '∂L/∂xᵢ = ∂L/∂z · (xᵢ − yᵢ, at most ± δ) / n': '∂L/∂xᵢ = ∂L/∂z · (xᵢ − yᵢ，限于 ± δ 之内) / n',
  '∂L/∂yᵢ = −∂L/∂z · (xᵢ − yᵢ, at most ± δ) / n': '∂L/∂yᵢ = −∂L/∂z · (xᵢ − yᵢ，限于 ± δ 之内) / n',
  'zᵢⱼ = Σ yᵤᵥ · x over the window at i, j': 'zᵢⱼ = Σ yᵤᵥ · x，对位于 i, j 的窗口求和',
  'zᵢⱼ = Σ yᵤᵥ · x over the window at i, j, + b': 'zᵢⱼ = Σ yᵤᵥ · x（对位于 i, j 的窗口求和）+ b',
  '∂L/∂x = Σ y · ∂L/∂z over the windows that see it': '∂L/∂x = Σ y · ∂L/∂z，对包含 x 的窗口求和',
  '∂L/∂yᵤᵥ = Σ x · ∂L/∂z over all windows': '∂L/∂yᵤᵥ = Σ x · ∂L/∂z，对所有窗口求和',
  'z = the largest x of each window': 'z = 每个窗口中最大的 x',
  '∂L/∂x = Σ ∂L/∂z over the windows whose largest it is': '∂L/∂x = Σ ∂L/∂z，对以 x 为最大值的窗口求和',
  'z = the mean x of each window of k': 'z = 每个窗口（k 个数）中 x 的平均值',
  '∂L/∂x = Σ ∂L/∂z / k over the windows that see it': '∂L/∂x = Σ ∂L/∂z / k，对包含 x 的窗口求和',
};

function ruleInWords(rule) { return language === 'zh-Hans' ? chineseRules[rule] ?? rule : rule; }
