// SPDX-License-Identifier: Apache-2.0

extension HandOut {
    /// How the page looks on a screen, on a telephone and on paper.
    static let styleSheet: StaticString = """
        :root { --ink: #1f2933; --soft: #5b6875; --line: #d8dee4; --paper: #fff; --shade: #f5f7f9; --accent: #1d5fa8; }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: break-word;
          font: 15px/1.5 system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
        main { max-width: 1080px; margin: 0 auto; padding: 24px; }
        h1 { font-size: 34px; line-height: 1.2; margin: 12px 0; }
        h2 { font-size: 23px; margin: 44px 0 6px; padding-top: 12px; border-top: 3px solid var(--accent); }
        h3 { font-size: 16px; margin: 22px 0 6px; }
        a { color: var(--accent); text-decoration: none; } a:hover { text-decoration: underline; }
        code, small { color: var(--soft); font-size: 12px; font-weight: normal; }
        code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; }
        p { margin: 6px 0; } ul { margin: 4px 0; padding-left: 20px; }
        .lead { font-size: 18px; color: var(--soft); } .language { float: right; } .packs { list-style: none; padding: 0; }
        .swatch { display: inline-block; width: 12px; height: 12px; border-radius: 3px; margin-right: 8px; border: 1px solid; }
        .contents .group { break-inside: avoid; }
        .contents ul { columns: 3; list-style: none; padding: 0; } .contents h3 { margin: 14px 0 2px; }
        table { width: 100%; border-collapse: collapse; margin: 8px 0 16px; font-size: 14px; }
        th { text-align: left; background: var(--shade); color: var(--soft); font-weight: 600; white-space: nowrap; }
        th, td { padding: 6px 9px; border-bottom: 1px solid var(--line); vertical-align: top; }
        td p { margin: 0 0 3px; } td.none { color: var(--soft); }
        .fields td:first-child { width: 24%; } .fields td:nth-child(2) { width: 24%; }
        .rights td:first-child { width: 20%; } .moves td:first-child { width: 40px; }
        .moves td:nth-child(2) { width: 30%; } .moves td:nth-child(3) { width: 22%; }
        .columns td:first-child, .columns td:nth-child(2), .numbers td:nth-child(2) { width: 24%; }
        .numbers td:first-child { width: 90px; }
        .stages td:first-child { width: 20%; } .stages td:nth-child(2) { width: 16%; } .stages td:nth-child(3) { width: 34%; }
        .help, .quiet { color: var(--soft); } .mark { white-space: nowrap; }
        .mark, .option { display: inline-block; border: 1px solid var(--line); border-radius: 9px; padding: 0 7px; margin: 0 3px 3px 0;
          font-size: 12px; background: var(--shade); }
        .mark.required { border-color: #d9a441; background: #fdf5e3; }
        .option.retired { text-decoration: line-through; color: var(--soft); }
        .number { display: inline-block; min-width: 22px; text-align: center; border: 1px solid var(--accent); border-radius: 11px;
          font-size: 12px; color: var(--accent); }
        svg { display: block; max-width: 100%; height: auto; margin: 10px 0; }
        svg text { font: 13px system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
          fill: var(--ink); }
        svg text.small { font-size: 11px; fill: var(--soft); } svg text.middle { text-anchor: middle; }
        svg text.strong { font-weight: 600; } svg a:hover text { text-decoration: underline; }
        svg path, svg line { fill: none; stroke: #8793a0; stroke-width: 1.3; }
        svg .arrow { fill: #5b6875; stroke: none; } svg circle { fill: #fff; stroke: var(--accent); }
        svg circle + text { font-size: 11px; fill: var(--accent); }
        svg rect { stroke: #8793a0; fill: #fff; }
        svg rect.pack0, .swatch.pack0 { fill: #e8f0fa; background: #e8f0fa; stroke: #7ba0cc; border-color: #7ba0cc; }
        svg rect.pack1, .swatch.pack1 { fill: #e7f4ea; background: #e7f4ea; stroke: #77b388; border-color: #77b388; }
        svg rect.pack2, .swatch.pack2 { fill: #fbf0e2; background: #fbf0e2; stroke: #d3a367; border-color: #d3a367; }
        svg rect.pack3, .swatch.pack3 { fill: #f3eafa; background: #f3eafa; stroke: #a989c6; border-color: #a989c6; }
        svg rect.pack4, .swatch.pack4 { fill: #fae9ec; background: #fae9ec; stroke: #cc8390; border-color: #cc8390; }
        svg rect.pack5, .swatch.pack5 { fill: #e5f3f4; background: #e5f3f4; stroke: #6aa9ae; border-color: #6aa9ae; }
        svg rect.open { fill: #e8f0fa; stroke: #7ba0cc; } svg rect.won { fill: #dff3e4; stroke: #5aa36d; }
        svg rect.lost { fill: #f8e3e3; stroke: #c57373; } svg rect.retired { stroke-dasharray: 4 3; fill: #f5f7f9; }
        svg rect.centre { stroke-width: 2.2; }
        @media (max-width: 600px) {
          main { padding: 14px; } .contents ul { columns: 2; } h1 { font-size: 27px; }
          thead { display: none; } table, tbody, tr, td { display: block; width: 100% !important; }
          tr { border-bottom: 1px solid var(--line); padding: 6px 0; } td { border: 0; padding: 2px 4px; }
          td:not(:first-child)::before { content: attr(data-heading); margin-right: 8px; font-size: 11px; color: var(--soft); }
          td > p:first-child { display: inline; }
          td:empty { display: none; }
        }
        @media (max-width: 800px) { main { padding: 14px; } table { font-size: 13px; } th, td { padding: 5px 6px; } th { white-space: normal; } }
        @media print {
          @page { size: A4; margin: 16mm 14mm; }
          body { font-size: 10pt; } main { max-width: none; padding: 0; } table { font-size: 9pt; } a { color: inherit; }
          h2, h3 { break-after: avoid; } tr, svg { break-inside: avoid; } thead { display: table-header-group; }
          svg { max-height: 225mm; } .cover { min-height: 40mm; } .language { display: none; }
          * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
        }
        """
}
