/// The colours and fonts of a drawing.
package enum SVGStyle {
  /// The rules for a drawing's classes. Each colour stands there twice, once for programs that don't know variables.
  ///
  /// Everything hangs below `.graph`, so that a page's own classes stay as they are.
  package static let rules = """
    .graph{--paper:#fff;--ink:#111;--line:#777;--back:#333;--pale:#555;--group:#f6f6f6;--wrong:#c00000;\
    font-family:"Helvetica Neue",Arial,"Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
    .graph .paper{fill:#fff;fill:var(--paper)}
    .graph text{fill:#111;fill:var(--ink);font-size:13px}
    .graph .symbol{font-size:15px;text-anchor:middle}
    .graph .node circle,.graph .node rect{fill:#fff;fill:var(--paper);stroke:#777;stroke:var(--line);stroke-width:1.2}
    .graph .folded rect{stroke-dasharray:5 3}
    .graph .label text{text-anchor:middle}
    .graph .derivative text,.graph .contribution text{fill:#555;fill:var(--pale)}
    .graph .result text{text-anchor:start}
    .graph .forward{fill:none;stroke:#777;stroke:var(--line);stroke-width:1.2}
    .graph .forward-head{fill:#fff;fill:var(--paper);stroke:#777;stroke:var(--line);stroke-width:1.2;stroke-linejoin:round}
    .graph .backward{fill:none;stroke:#333;stroke:var(--back);stroke-width:2.4}
    .graph .backward-head{fill:#333;fill:var(--back)}
    .graph .group rect{fill:#f6f6f6;fill:var(--group);stroke:#777;stroke:var(--line);stroke-width:1}
    .graph .group text{font-weight:600}
    .graph .wrong circle,.graph .wrong rect{stroke:#c00000;stroke:var(--wrong);stroke-width:4;stroke-dasharray:7 4}
    .graph .wrong text{fill:#c00000;fill:var(--wrong);font-weight:700}
    .graph .path-forward circle,.graph .path-forward rect,.graph .path-backward circle,.graph .path-backward rect,\
    .graph .path-forward .forward,.graph .path-backward .backward{stroke:#c00000;stroke:var(--wrong);stroke-width:3}
    .graph .path-forward .forward-head{stroke:#c00000;stroke:var(--wrong)}
    .graph .path-backward .backward-head{fill:#c00000;fill:var(--wrong)}
    @media (prefers-color-scheme:dark){.graph{--paper:#16181c;--ink:#f0f0f0;--line:#9a9a9a;--back:#d8d8d8;\
    --pale:#c2c2c2;--group:#1f2228;--wrong:#ff7b72}}
    @media print{.graph{--paper:#fff;--ink:#000;--line:#666;--back:#222;--pale:#333;--group:#f6f6f6;--wrong:#a00000}}
    """
}
