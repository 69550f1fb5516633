/// The look of the site: one style sheet, light or dark as the reader prefers.
///
/// Colours of meaning differ in lightness too, and each stands beside a word or a number that says the same. Text has a contrast of at least
/// 4.5 to 1 to what is behind it (WCAG 2.2, 1.4.3), in both schemes.
enum SiteStyle {
  static let icon = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1d4f91"/>\
    <path d="M9 10h14M9 16h14M9 22h8" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/></svg>

    """

  static let text = """
    :root {
      color-scheme: light dark;
      --page: #ffffff; --raised: #f5f7f9; --line: #d5dbe1; --text: #1c2126; --quiet: #56606b; --link: #1a5496; --accent: #1d4f91;
      --good: #17663f; --good-back: #e3f3ea; --warn: #7d4700; --warn-back: #fdf0dc; --bad: #9b1226; --bad-back: #fce8ea;
      --calm: #4a545e; --calm-back: #eaeef2; --level0: #a40e26; --level1: #b75d00; --level2: #8a7400; --level3: #1a7f5a; --edge: #9fb0c3;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #0f1419; --raised: #182028; --line: #34404b; --text: #e7ecf0; --quiet: #a0acb7; --link: #86b9f5; --accent: #86b9f5;
        --good: #7fd6a5; --good-back: #14352a; --warn: #f2b866; --warn-back: #3a2a10; --bad: #ff97a2; --bad-back: #431a21;
        --calm: #b5c0ca; --calm-back: #26313b; --level0: #ff8592; --level1: #f0a04b; --level2: #e2cc4a; --level3: #4ac597; --edge: #51657a;
      }
    }
    *, *::before, *::after { box-sizing: border-box; }
    [hidden] { display: none !important; }
    html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
    body {
      margin: 0; background: var(--page); color: var(--text); line-height: 1.5; overflow-wrap: break-word;
      font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
    }
    a { color: var(--link); text-underline-offset: 0.15em; }
    a:hover { text-decoration-thickness: 2px; }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
    main:focus { outline: none; }
    code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.9em; overflow-wrap: anywhere; }
    h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; overflow-wrap: anywhere; }
    h1 { font-size: 1.9rem; margin: 0 0 0.75rem; }
    h2 { font-size: 1.35rem; margin: 2.5rem 0 0.75rem; padding-bottom: 0.3rem; border-bottom: 1px solid var(--line); }
    h3 { font-size: 1.1rem; margin: 1.5rem 0 0.5rem; }
    h4 { font-size: 1rem; margin: 0 0 0.25rem; }
    p { margin: 0 0 0.75rem; max-width: 46rem; overflow-wrap: anywhere; }
    .skip { position: absolute; left: -999rem; top: 0; padding: 0.6rem 1rem; background: var(--page); z-index: 2; }
    .skip:focus { left: 0; }
    header.site, main, footer.site { max-width: 76rem; margin: 0 auto; padding: 0 1.5rem; }
    header.site {
      display: flex; flex-wrap: wrap; gap: 0.5rem 1.75rem; align-items: center; padding-top: 1rem; padding-bottom: 1rem; margin-bottom: 1.5rem;
      border-bottom: 1px solid var(--line);
    }
    header.site .brand { margin: 0; font-weight: 700; }
    header.site .brand a { color: inherit; text-decoration: none; }
    header.site nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0; padding: 0; list-style: none; }
    header.site nav a { display: block; padding: 0.35rem 0; text-decoration: none; border-bottom: 3px solid transparent; }
    header.site nav a:hover { border-color: var(--line); }
    header.site nav a[aria-current] { color: var(--text); font-weight: 600; border-color: var(--accent); }
    form.search { margin-left: auto; display: flex; flex-direction: column; min-width: min(20rem, 100%); }
    form.search label { font-size: 0.8rem; color: var(--quiet); }
    form.search input {
      font: inherit; color: inherit; background: var(--page); border: 1px solid var(--quiet); border-radius: 6px; padding: 0.45rem 0.7rem;
    }
    footer.site { margin-top: 4rem; padding-top: 1rem; padding-bottom: 2rem; border-top: 1px solid var(--line); color: var(--quiet); }
    footer.site p { margin: 0 0 0.25rem; font-size: 0.875rem; }
    .quiet { color: var(--quiet); font-size: 0.9em; font-weight: 400; }
    .number { font-weight: 400; color: var(--quiet); }
    .note { color: var(--warn); }
    .alert { padding: 0.75rem 1rem; border-left: 4px solid var(--bad); background: var(--bad-back); color: var(--bad); }
    .badge, .rule, .factor {
      display: inline-block; border-radius: 999px; padding: 0.05rem 0.6rem; font-size: 0.8rem; font-weight: 500; vertical-align: 0.08em;
      background: var(--calm-back); color: var(--calm); font-family: inherit;
    }
    h1 .badge { font-size: 0.95rem; vertical-align: 0.3em; }
    .good { background: var(--good-back); color: var(--good); }
    .warn { background: var(--warn-back); color: var(--warn); }
    .bad { background: var(--bad-back); color: var(--bad); }
    .rule { border-radius: 5px; padding: 0.05rem 0.45rem; margin: 0 0.1rem 0.15rem 0; overflow-wrap: anywhere; }
    .factor { min-width: 1.6em; text-align: center; background: none; border: 2px solid; font-weight: 700; }
    .factor.level0 { color: var(--level0); } .factor.level1 { color: var(--level1); }
    .factor.level2 { color: var(--level2); } .factor.level3 { color: var(--level3); }
    ul.numbers { list-style: none; margin: 0 0 1.5rem; padding: 0; display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 0.75rem; }
    ul.numbers a {
      display: block; height: 100%; padding: 0.8rem 1rem; border: 1px solid var(--line); border-radius: 8px; background: var(--raised);
      color: var(--text); text-decoration: none;
    }
    ul.numbers a:hover { border-color: var(--accent); }
    ul.numbers strong { display: block; font-size: 1.7rem; line-height: 1.2; }
    #found:empty { display: none; }
    .searching ul.numbers { display: none; }
    #columns ul { columns: 20rem; padding-left: 1.2rem; }
    dl.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(30rem, 100%), 1fr)); gap: 0.35rem 2rem; margin: 1rem 0; }
    dl.facts div { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: 0.75rem; }
    dl.facts dt { color: var(--quiet); }
    dl.facts dd { margin: 0; overflow-wrap: anywhere; }
    nav.toc ul { display: flex; flex-wrap: wrap; gap: 0.4rem 1.25rem; list-style: none; margin: 1.5rem 0 0; padding: 0.6rem 1rem; background: var(--raised); border-radius: 8px; }
    .table { overflow-x: auto; margin: 0.75rem 0 1.25rem; }
    table { border-collapse: collapse; width: 100%; }
    caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    th, td { text-align: left; vertical-align: top; padding: 0.5rem 0.75rem; border-bottom: 1px solid var(--line); }
    thead th { color: var(--quiet); font-size: 0.85rem; font-weight: 600; white-space: nowrap; border-bottom: 2px solid var(--line); }
    tbody th { font-weight: 600; }
    tbody tr:hover { background: var(--raised); }
    td .badge, td .type { white-space: nowrap; }
    .what { min-width: 14rem; }
    .rules { min-width: 9rem; }
    .people { min-width: 10rem; }
    .reads { min-width: 17rem; }
    .short { white-space: nowrap; }
    tr:target, li:target, h3:target { background: var(--warn-back); outline: 2px solid var(--warn); outline-offset: -1px; }
    .column { white-space: nowrap; }
    .depth-1 { padding-left: 1rem; } .depth-2 { padding-left: 2rem; } .depth-3 { padding-left: 3rem; }
    .depth-4 { padding-left: 4rem; } .depth-5 { padding-left: 5rem; } .depth-6 { padding-left: 6rem; }
    ol.versions { list-style: none; margin: 0.5rem 0 0 0.4rem; padding: 0 0 0 1.4rem; border-left: 2px solid var(--line); }
    li.version { position: relative; margin: 0 0 1.75rem; padding: 0.1rem 0.25rem; }
    li.version::before {
      content: ""; position: absolute; left: -1.82rem; top: 0.5rem; width: 0.75rem; height: 0.75rem; border-radius: 50%;
      background: var(--page); border: 3px solid var(--accent);
    }
    li.version h3, li.version h4 { margin: 0 0 0.3rem; font-size: 1.05rem; }
    li.version p { margin: 0 0 0.4rem; }
    li.version ul { margin: 0 0 0.5rem; padding-left: 1.2rem; }
    .group { font-weight: 600; }
    .there { white-space: nowrap; font-size: 0.9em; }
    ul.findings, ul.sentences { padding-left: 1.2rem; max-width: 60rem; }
    ul.findings li { margin-bottom: 0.5rem; overflow-wrap: anywhere; }
    ul.findings .quiet { display: block; }
    figure.graph { margin: 1rem 0; }
    figure.graph figcaption { color: var(--quiet); font-size: 0.875rem; margin-top: 0.5rem; }
    .scroll { overflow-x: auto; }
    .narrow { display: none; }
    svg.graph { display: block; width: 100%; min-width: 50rem; height: auto; font-size: 13px; }
    svg.graph text { fill: var(--text); }
    svg.graph .box { fill: var(--raised); stroke: var(--line); }
    svg.graph .nobody { stroke: var(--bad); stroke-dasharray: 6 4; }
    svg.graph .node { fill: var(--page); stroke: var(--line); }
    svg.graph a:hover .node, svg.graph a:focus-visible .node { stroke: var(--accent); stroke-width: 2; }
    svg.graph a { text-decoration: none; }
    svg.graph a .name, svg.graph a .team { fill: var(--link); }
    svg.graph .team { font-size: 15px; font-weight: 600; }
    svg.graph .domain { font-size: 12px; fill: var(--quiet); }
    svg.graph .small { font-size: 12px; fill: var(--quiet); }
    svg.graph .end { text-anchor: end; }
    svg.graph .level0 { fill: var(--level0); } svg.graph .level1 { fill: var(--level1); }
    svg.graph .level2 { fill: var(--level2); } svg.graph .level3 { fill: var(--level3); }
    svg.graph .edge { fill: none; stroke: var(--edge); opacity: 0.7; }
    svg.graph .reader:hover .edge, svg.graph .reader:focus-within .edge { stroke: var(--accent); opacity: 1; }
    @media (max-width: 46rem) {
      header.site, main, footer.site { padding-left: 1rem; padding-right: 1rem; }
      form.search { margin-left: 0; width: 100%; }
      .narrow { display: block; }
      header.site nav ul { gap: 0.25rem 0.9rem; font-size: 0.95rem; }
      h1 { font-size: 1.55rem; }
      ul.numbers { grid-template-columns: 1fr 1fr; }
      dl.facts div { grid-template-columns: 7rem minmax(0, 1fr); }
      .table { overflow-x: visible; }
      table, tbody, tr, th, td { display: block; }
      thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
      tbody tr { border: 1px solid var(--line); border-radius: 8px; margin-bottom: 0.75rem; padding: 0.35rem 0; }
      tbody th, tbody td { border: 0; padding: 0.2rem 0.9rem; }
      tbody th { font-size: 1.05rem; }
      td:empty { display: none; }
      th, td, td p { overflow-wrap: anywhere; }
      .what, .rules, .people, .reads { min-width: 0; }
      .column { display: inline-block; white-space: normal; overflow-wrap: anywhere; }
      td .badge, td .type { white-space: normal; overflow-wrap: anywhere; }
      td[data-label] { position: relative; padding-left: 8.25rem; min-height: 1.9rem; }
      td[data-label]::before {
        content: attr(data-label); position: absolute; left: 0.9rem; width: 6.9rem; color: var(--quiet); font-size: 0.85rem; line-height: 1.75;
      }
    }
    @media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
    @media print { header.site nav, form.search, nav.toc, .skip { display: none; } }

    """
}
