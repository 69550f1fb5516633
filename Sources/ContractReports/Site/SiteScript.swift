/// The search of the first page, in plain JavaScript.
enum SiteScript {
  static let path = "search.js"

  static let text = #"""
    'use strict';
    // Hides the contracts that do not match, and lists columns that do. contractIndex comes from search-index.js: an entry for each row.
    (() => {
      const form = document.querySelector('form.search');
      const box = document.getElementById('q');
      const rows = [...document.querySelectorAll('#contracts tbody tr')];
      const found = document.getElementById('found');
      const section = document.getElementById('columns');
      const list = section.querySelector('ul');
      const most = 24;

      const plural = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;

      const columnLink = (contract, page, column) => {
        const [name, place] = Array.isArray(column) ? column : [column, 'column-' + column];
        const link = document.createElement('a');
        link.href = page + '#' + place;
        link.textContent = name;
        const item = document.createElement('li');
        const of = document.createElement('span');
        of.className = 'quiet';
        of.textContent = ' ' + contract;
        item.append(link, of);
        return item;
      };

      const search = () => {
        const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
        let contracts = 0;
        let columns = 0;
        const items = [];
        contractIndex.forEach(([title, page, text, fields], place) => {
          const matches = words.every((word) => text.includes(word));
          if (rows[place]) rows[place].hidden = !matches;
          if (matches) contracts += 1;
          if (words.length === 0) return;
          for (const field of fields) {
            const name = (Array.isArray(field) ? field[0] : field).toLowerCase();
            // The name of a table alone does not make all of its columns a match.
            const own = name.slice(name.indexOf('.') + 1);
            if (!words.some((word) => (word.includes('.') ? name : own).includes(word))) continue;
            if (!words.every((word) => name.includes(word) || text.includes(word))) continue;
            columns += 1;
            if (items.length < most) items.push(columnLink(title, page, field));
          }
        });
        document.body.classList.toggle('searching', words.length > 0);
        list.replaceChildren(...items);
        section.hidden = items.length === 0;
        const more = columns > items.length ? `; the first ${items.length} columns are listed` : '';
        found.textContent = words.length === 0 ? '' : `${plural(contracts, 'contract')} and ${plural(columns, 'column')} match${more}.`;
      };

      const remember = () => {
        // A page from a disk may not change its own address.
        try {
          history.replaceState(null, '', box.value ? '?q=' + encodeURIComponent(box.value) : location.pathname);
        } catch {}
      };

      form.hidden = false;
      box.value = new URLSearchParams(location.search).get('q') ?? '';
      box.addEventListener('input', () => { search(); remember(); });
      form.addEventListener('submit', (event) => { event.preventDefault(); search(); });
      search();
    })();

    """#
}
