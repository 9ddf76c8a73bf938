namespace MailAdmin.Reporting;

/// <summary>The style of a page, in it: nothing is fetched from elsewhere. Light, dark and printed.</summary>
internal static class PageStyle
{
    /// <summary>What stands in the style element.</summary>
    public const string Text = """
        :root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --line: #d9dee5; --back: #ffffff; --box:
          #f3f5f8;
          --c0: #2f6fbb; --c1: #3f9a6c; --c2: #d08a1d; --c3: #c2463f; --c4: #7a5aa6; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --soft: #a3adba; --line: #3a424d; --back: #14181e;
          --box: #1f252d; --c0: #6ca6ea; --c1: #6cc598; --c2: #e5b25c; --c3: #e67d76; --c4: #ad90d6; } }
        body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; background: var(--back); color: var(--ink);
          font: 15px/1.5 system-ui, "Segoe UI", "Hiragino Sans", "Yu Gothic UI", "Noto Sans CJK JP", sans-serif; }
        h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
        .soft { color: var(--soft); margin: .2rem 0 1rem; }
        .tiles { display: flex; flex-wrap: wrap; gap: .6rem; padding: 0; margin: 0; list-style: none; }
        .tiles li { background: var(--box); border-radius: .4rem; padding: .6rem .9rem; min-width: 7rem; }
        .tiles b { display: block; font-size: 1.25rem; }
        table { border-collapse: collapse; width: 100%; } th { text-align: start; font-weight: 600; color:
          var(--soft); }
        th, td { padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top;
          overflow-wrap: anywhere; }
        .number { text-align: end; white-space: nowrap; } .bar { width: 10rem; height: .75rem; vertical-align: middle; }
        .chart { width: 100%; height: auto; } .chart text { font-size: 11px; fill: var(--soft); }
        .chart .end { text-anchor: end; } .grid { stroke: var(--line); } .rest { fill: var(--line); }
        .legend { display: flex; flex-wrap: wrap; gap: 1rem; margin: .3rem 0; color: var(--soft); }
        .legend svg { width: .7rem; height: .7rem; }
        .c0 { fill: var(--c0); } .c1 { fill: var(--c1); } .c2 { fill: var(--c2); } .c3 { fill: var(--c3); } .c4 {
          fill: var(--c4); }
        code { background: var(--box); padding: .1rem .35rem; border-radius: .25rem; overflow-wrap: anywhere; }
        .advice li { margin: .4rem 0; }
        @media print { body { padding: 0; } h2, svg, tr { break-inside: avoid; } }
        """;
}
