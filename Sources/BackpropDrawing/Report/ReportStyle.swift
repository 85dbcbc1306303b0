/// The look of a report: light and dark, on narrow and wide screens, and on paper.
enum ReportStyle {
  /// The page's only style.
  static let rules = page + charts + tables + pictures + media + SVGStyle.rules

  private static let page = """

    :root{--paper:#fff;--ink:#1a1c20;--muted:#5a6068;--rule:#d9dce1;--card:#f5f6f8;--accent:#1858b8;\
    --c1:#1f63c4;--c2:#b34700;--c3:#2b7a3d;--warn:#9a1b1b;--right:31,99,196;--wrong:196,74,0}
    *{box-sizing:border-box}
    html[lang=en] [lang=zh-Hans]:not(button),html[lang=zh-Hans] [lang=en]:not(button):not(.always){display:none}
    body{margin:0 auto;max-width:1080px;padding:0 20px 40px;background:var(--paper);color:var(--ink);\
    font:16px/1.5 system-ui,"Helvetica Neue",Arial,"Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
    header{padding:28px 0 8px}
    h1{margin:0;font-size:1.8rem;line-height:1.2;overflow-wrap:anywhere}
    h2{margin:0 0 8px;font-size:1.3rem}
    h3{margin:20px 0 6px;font-size:1.05rem}
    section{border-top:1px solid var(--rule);padding:22px 0 10px}
    p{margin:6px 0 12px;max-width:75ch}
    a{color:var(--accent)}
    small,.kind,footer{color:var(--muted)}
    small{font-size:.82em;font-weight:400}
    .kind{margin:0}
    .skip{position:absolute;left:-999px}
    .skip:focus{left:8px;top:8px;background:var(--paper);padding:6px}
    nav ul{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:12px 0 0;padding:0}
    .languages{float:right}
    .languages button{font:inherit;font-size:.9rem;padding:4px 10px;border:1px solid var(--rule);\
    background:var(--card);color:var(--ink);border-radius:6px;cursor:pointer}
    .languages button[aria-pressed=true]{border-color:var(--accent);color:var(--accent);font-weight:600}
    :focus-visible{outline:2px solid var(--accent);outline-offset:2px}
    .warning{border-left:4px solid var(--warn);background:var(--card);padding:8px 14px;max-width:none}
    .warning pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:0;font-size:.85rem}
    .tiles{display:flex;flex-wrap:wrap;gap:12px;margin:8px 0}
    .tiles div{background:var(--card);border-radius:8px;padding:12px 18px;min-width:150px;flex:1}
    .tiles dt{color:var(--muted);font-size:.85rem}
    .tiles dd{margin:0;font-size:1.7rem;font-variant-numeric:tabular-nums}
    .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(290px,1fr));gap:0 40px}
    .facts{margin:0}
    .facts div{display:flex;justify-content:space-between;gap:16px;border-bottom:1px solid var(--rule);padding:4px 0}
    .facts dt{color:var(--muted)}
    .facts dd{margin:0;text-align:right;overflow-wrap:anywhere;min-width:0}
    .row{display:flex;flex-wrap:wrap;gap:2px 24px;padding-left:0;list-style:none}
    details{margin:6px 0}
    summary{cursor:pointer;color:var(--accent)}
    .scroll{overflow-x:auto;max-width:100%}
    .scroll>svg{max-width:100%;height:auto}
    #tip{position:fixed;left:0;top:0;z-index:2;pointer-events:none;background:var(--ink);color:var(--paper);\
    padding:4px 9px;border-radius:5px;font-size:.85rem;max-width:min(340px,90vw)}
    #tip[hidden],.languages[hidden]{display:none}

    """

  private static let charts = """
    figure{margin:0}
    .wide{margin:0 0 18px;max-width:760px}
    .wide figcaption{font-weight:600}
    .chart{display:block;width:100%;height:auto;font-size:12px}
    .chart text{fill:var(--ink)}
    .chart .tick,.chart .name{fill:var(--muted)}
    .chart .tick{font-variant-numeric:tabular-nums}
    .chart .mid{text-anchor:middle}
    .chart .end{text-anchor:end}
    .chart .grid{stroke:var(--rule);stroke-width:1;fill:none}
    .chart .axis{stroke:var(--muted);stroke-width:1;fill:none}
    .chart .line{fill:none;stroke-width:2;stroke-linejoin:round}
    .chart .band{stroke:none;opacity:.22}
    .chart .line.s1{stroke:var(--c1)}.chart .line.s2{stroke:var(--c2);stroke-dasharray:6 3}.chart .line.s3{stroke:var(--c3)}
    .chart .dot.s1,.chart .column.s1{fill:var(--c1)}.chart .dot.s2,.chart .column.s2{fill:var(--c2)}
    .chart .dot.s3,.chart .column.s3,.chart .band.s3{fill:var(--c3)}
    .chart .bad{stroke:var(--warn);stroke-width:2;fill:none}
    .chart .stop{fill:transparent}
    .chart .cursor{stroke:var(--ink);stroke-width:1;stroke-dasharray:2 2;pointer-events:none}
    .spreads{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(240px,100%),1fr));gap:14px 22px}

    """

  private static let tables = """
    table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.88rem}
    caption{text-align:left;color:var(--muted);padding:4px 0}
    th,td{padding:3px 9px;text-align:right;border-bottom:1px solid var(--rule);font-weight:400}
    thead th{font-weight:600;vertical-align:bottom}
    tbody th{text-align:left;white-space:nowrap}
    .confusion th{font-weight:600}
    .confusion td{border:1px solid var(--rule);min-width:42px}
    .confusion thead td{border:0}
    .confusion .none{color:var(--muted)}
    .confusion .total{color:var(--muted);border-style:dotted;white-space:nowrap}

    """ + shades

  private static let shades = (1...8).map { step in
    let opacity = ["", ".08", ".16", ".25", ".34", ".44", ".54", ".62", ".7"][step]
    return
      ".right.k\(step){background:rgba(var(--right),\(opacity))}.wrong.k\(step){background:rgba(var(--wrong),\(opacity))}\n"
  }.joined()

  private static let pictures = """
    .pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(84px,1fr));gap:14px 10px}
    .pictures figure{text-align:center;font-size:.8rem;line-height:1.3;min-width:0}
    .pictures figcaption{overflow-wrap:anywhere}
    .pictures small{display:block}
    .pictures img{width:72px;height:72px;object-fit:contain;image-rendering:pixelated;border:1px solid var(--rule);\
    background:#fff}

    """

  private static let media = """
    @media (prefers-color-scheme:dark){:root{--paper:#16181c;--ink:#e8eaee;--muted:#a3a9b3;--rule:#353a42;\
    --card:#20242a;--accent:#8ab8ff;--c1:#7fb2ff;--c2:#ffab66;--c3:#7fd08f;--warn:#ff8a80;\
    --right:90,150,255;--wrong:255,140,60}}
    @media (max-width:560px){.confusion th,.confusion td{padding:3px 5px}.languages{float:none;margin-bottom:10px}}
    @media print{:root{--paper:#fff;--ink:#000;--muted:#444;--rule:#ccc;--card:#f4f4f4;--accent:#000;--c1:#1f63c4;\
    --c2:#b34700;--c3:#2b7a3d;--warn:#900;--right:31,99,196;--wrong:196,74,0}
    body{max-width:none;padding:0;font-size:11pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
    nav,.languages,.skip,#tip,details:not([open]),.cursor{display:none}
    figure,tr,.tiles div{break-inside:avoid}h2,h3{break-after:avoid}.scroll{overflow:visible}}

    """
}
