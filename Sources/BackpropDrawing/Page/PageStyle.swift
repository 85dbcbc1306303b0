/// The look of a page that a graph is stepped through in: light and dark, on narrow and wide screens, and on paper.
enum PageStyle {
  /// The page's only style.
  static let rules = frame + controls + panel + table + SVGStyle.rules + drawing + media

  private static let frame = """

    :root{--paper:#fff;--ink:#1a1c20;--muted:#5a6068;--rule:#d9dce1;--card:#f5f6f8;--accent:#1858b8;--warn:#9a1b1b;\
    --up:#9a4a00;--local:#6a2fa0;--down:#0b6b3a}
    *{box-sizing:border-box}
    html{scroll-padding-top:9rem}
    [hidden],html:not(.stepping) :is(.controls,.keys,.columns,#values,.languages){display:none!important}
    body{margin:0 auto;max-width:1400px;padding:0 20px 40px;background:var(--paper);color:var(--ink);\
    font:16px/1.5 system-ui,"Helvetica Neue",Arial,"Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
    header{padding:20px 0 4px}
    h1{margin:0;font-size:1.5rem;line-height:1.25;overflow-wrap:anywhere;font-family:ui-monospace,Menlo,Consolas,\
    "DejaVu Sans Mono","Noto Sans Mono CJK SC",monospace;max-height:6.4em;overflow:auto}
    h2{margin:0 0 6px;font-size:1.15rem;overflow-wrap:anywhere}
    h3{margin:14px 0 4px;font-size:1rem;overflow-wrap:anywhere}
    p{margin:4px 0 8px;max-width:75ch}
    .kind,.keys,.note,.shape,.caption,.none,#more{color:var(--muted)}
    .kind{margin:0}
    .keys,.note,.shape,.caption{font-size:.85rem}
    button,input{font:inherit;color:inherit}
    button{border:1px solid var(--rule);background:var(--card);border-radius:6px;padding:4px 10px;cursor:pointer;\
    min-width:2.6rem;min-height:2.2rem}
    button:hover{border-color:var(--accent)}
    button[aria-disabled=true]{opacity:.45;cursor:default}
    :focus-visible{outline:3px solid var(--accent);outline-offset:2px}
    .languages{float:right;margin:0 0 8px 12px}
    .languages button[aria-pressed=true]{border-color:var(--accent);color:var(--accent);font-weight:600}
    .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}

    """

  private static let controls = """
    .controls{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;gap:6px 24px;padding:8px 0;background:var(--paper)}
    .controls .group{display:flex;flex-wrap:wrap;gap:6px;align-items:center}
    .controls .group:first-child{flex:1 1 24rem}
    #position{flex:1 1 8rem;min-width:6rem;accent-color:var(--accent)}
    #phase{font-weight:600}
    #phase[data-phase=backward],#phase[data-phase=seed]{color:var(--up)}
    #phase[data-phase=forward]{color:var(--accent)}
    #where,#zoom-level{font-variant-numeric:tabular-nums;min-width:3.5rem}
    #drawing{overflow:auto;max-height:62vh;border:1px solid var(--rule);border-radius:8px;text-align:center}
    #drawing svg{display:inline-block;vertical-align:top}
    .columns{display:grid;grid-template-columns:minmax(0,2fr) minmax(16rem,1fr);gap:8px 40px;padding-top:10px}
    .field{display:grid;grid-template-columns:minmax(4rem,auto) 1fr;gap:2px 12px;align-items:center;margin:0 0 8px}
    .field.wide{grid-template-columns:1fr}
    .field label{overflow-wrap:anywhere;font-weight:600}
    .field input{width:100%;min-width:0;padding:5px 8px;border:1px solid var(--muted);border-radius:6px;\
    background:var(--paper);font-variant-numeric:tabular-nums}
    .field input:read-only{background:var(--card)}
    .field input[aria-invalid]{border-color:var(--warn);border-width:2px}
    .mistake{grid-column:1/-1;color:var(--warn);font-size:.9rem}
    .mistake:empty{display:none}

    """

  private static let panel = """
    .rule,.formula,.words{font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace}
    .equation{display:flex;flex-wrap:wrap;align-items:flex-end;gap:6px 10px;margin:4px 0 8px}
    .term{display:inline-flex;flex-direction:column;min-width:0;max-width:100%;padding:5px 12px;border-radius:8px;\
    background:var(--card);border-bottom:3px solid var(--muted)}
    .term .number,.term .words,.sum .number{font-size:1.2rem;font-variant-numeric:tabular-nums}
    .term .words{font-size:.95rem}
    .number.tensor{white-space:pre;overflow-x:auto;font-size:.95rem!important}
    .number .shape{display:block}
    .caption{overflow-wrap:anywhere}
    .following{display:inline-flex;align-items:flex-end;gap:10px;min-width:0;max-width:100%}
    .sign{font-size:1.25rem;padding:0 0 9px}
    .up{border-color:var(--up)}.up .number{color:var(--up)}
    .local{border-color:var(--local)}.local .number,.local .words{color:var(--local)}
    .down{border-color:var(--down)}.down .number,.sum [data-role=sum]{color:var(--down);font-weight:600}
    .product{border-top:1px solid var(--rule)}
    .product:first-of-type{border-top:0}
    #values{padding-top:16px}
    .sum p{margin:0}
    .sum .sign{padding:0}

    """

  private static let table = """
    .scroll{overflow-x:auto}
    table{border-collapse:collapse;font-size:.92rem;min-width:min(100%,40rem)}
    th,td{text-align:left;padding:4px 14px 4px 6px;border-bottom:1px solid var(--rule);font-weight:400;vertical-align:top}
    thead th{font-weight:600}
    td{font-variant-numeric:tabular-nums}
    td .number.tensor{font-size:.9rem!important;display:block}
    tr.current>*{background:var(--card)}
    tr.current th{box-shadow:inset 4px 0 0 var(--accent)}
    .node-name{border:0;background:none;padding:0 6px;min-height:0;min-width:0;color:var(--accent);text-align:left;\
    overflow-wrap:anywhere}
    .formula{font-size:.88rem;overflow-wrap:anywhere}

    """

  private static let drawing = """

    .graph .label,.graph .backward,.graph .backward-head{transition:opacity .15s}
    .graph .pending{opacity:0;visibility:hidden}
    .stepping .graph .node{cursor:pointer}
    .graph .current:not(.wrong,.path-forward,.path-backward) :is(circle,rect){stroke:var(--accent);stroke-width:4}
    .graph .current:not(.wrong) text{fill:var(--accent)}
    .graph .current:is(.wrong,.path-forward,.path-backward){filter:drop-shadow(0 0 4px var(--accent))}
    .graph .operand .forward,.graph .result-line .forward{stroke:var(--accent);stroke-width:3}
    .graph .upstream .backward{stroke:var(--up);stroke-width:4}.graph .upstream .backward-head{fill:var(--up)}
    .graph .downstream .backward{stroke:var(--down);stroke-width:4}.graph .downstream .backward-head{fill:var(--down)}

    """

  private static let media = """
    @media (prefers-color-scheme:dark){:root{--paper:#16181c;--ink:#e8eaee;--muted:#a3a9b3;--rule:#353a42;\
    --card:#20242a;--accent:#8ab8ff;--warn:#ff8a80;--up:#ffb066;--local:#cfa6ff;--down:#6fdc9a}}
    @media (prefers-reduced-motion:reduce){.graph .label,.graph .backward,.graph .backward-head{transition:none}}
    @media (max-width:760px){body{padding:0 12px 30px}.columns{grid-template-columns:1fr}.controls{gap:6px 12px}\
    .controls .group:first-child{flex-basis:100%}#drawing{max-height:50vh}}
    @media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--muted:#444;--rule:#bbb;--card:#f5f6f8;\
    --accent:#1858b8;--warn:#9a1b1b;--up:#9a4a00;--local:#6a2fa0;--down:#0b6b3a}\
    .controls,.keys,#inputs,.languages{display:none}.columns{display:block}#drawing{overflow:visible;\
    max-height:none;border:0}#drawing svg{max-width:100%;height:auto}}

    """
}
