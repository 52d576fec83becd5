/// The style sheet of a report: quiet on a screen, good on paper, nothing by colour alone.
let style: Markup = """

  :root { color-scheme: light; --ink: #1c2730; --line: #8a97a0; --paper: #fff; --soft: #f3f5f6; }
  * { box-sizing: border-box; }
  body { margin: 0; font: 16px/1.5 system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; color: var(--ink); background: var(--paper); }
  main, footer { max-width: 52rem; margin: 0 auto; padding: 1rem 1.25rem; }
  h1 { font-size: 1.7rem; line-height: 1.2; margin: 1rem 0 .5rem; }
  h2 { font-size: 1.3rem; margin: 2.2rem 0 .6rem; padding-bottom: .2rem; border-bottom: 2px solid var(--ink); }
  h3 { font-size: 1.08rem; margin: 1.5rem 0 .4rem; }
  h4 { font-size: 1rem; margin: 0 0 .3rem; }
  nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; padding: 0; margin: .5rem 0 1rem; }
  a { color: #0b4a74; }
  .note, footer { color: #45525b; font-size: .9rem; }
  dl { margin: .5rem 0; }
  dl > div { display: grid; grid-template-columns: 9rem 1fr; gap: .5rem; padding: .1rem 0; }
  dt { font-weight: 600; }
  dd { margin: 0; overflow-wrap: anywhere; }
  .wide { overflow-x: auto; }
  table { border-collapse: collapse; width: 100%; font-size: .92rem; }
  caption { text-align: left; font-size: .9rem; color: #45525b; padding: .3rem 0; }
  th, td { border-bottom: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
  thead th { border-bottom: 2px solid var(--ink); }
  .meter { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem .8rem; margin: .35rem 0; }
  .meter figcaption { flex: 0 0 17rem; }
  .meter svg { max-width: 100%; }
  .words { font-variant-numeric: tabular-nums; font-weight: 600; }
  details { border: 1px solid var(--line); border-left-width: 6px; margin: .5rem 0; padding: .4rem .8rem; background: var(--paper); }
  details.below { border-left-color: #1c2730; border-left-style: double; }
  details.open { border-left-style: dashed; }
  details.acceptable { border-left-color: #5c7a8c; }
  details.ideal { border-left-color: #1f6f8b; }
  details.out { border-left-color: #ccd3d7; color: #45525b; }
  summary { cursor: pointer; }
  summary .sign { display: inline-block; width: 1.3rem; text-align: center; font-weight: 700; }
  summary .level { display: block; padding-left: 1.6rem; }
  .task { border: 1px solid var(--line); padding: .6rem .9rem; margin: .6rem 0; background: var(--soft); break-inside: avoid; }
  .task p { margin: .3rem 0; }
  .box { display: inline-block; width: .9rem; height: .9rem; border: 2px solid var(--ink); margin-right: .5rem; vertical-align: -.1rem; background: #fff; }
  ul { padding-left: 1.3rem; }
  :focus-visible { outline: 3px solid #0b4a74; outline-offset: 2px; }
  @media (max-width: 34rem) { dl > div { grid-template-columns: 1fr; gap: 0; } .meter figcaption { flex-basis: 100%; } }
  @media print {
    @page { size: A4; margin: 18mm 16mm; }
    body { font-size: 10.5pt; }
    main, footer { max-width: none; padding: 0; }
    nav { display: none; }
    h2, h3, h4, summary { break-after: avoid; }
    details { padding: .2rem .6rem; margin: .3rem 0; }
    .meter figcaption { flex-basis: 12rem; }
    .meter svg { width: 240px; }
    .wide { overflow: visible; }
    .task { background: #fff; }
    a { color: inherit; text-decoration: none; }
  }

  """
