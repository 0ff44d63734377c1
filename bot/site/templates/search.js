"use strict";
// Finds quotes in the page itself: by words, pairs of letters, readings and spellings that stand
// for the same thing. Nothing is sent anywhere.
(() => {
  const record = JSON.parse(document.getElementById("record").textContent);
  const MOST = 50;
  const ENOUGH = 0.4;
  const LATIN = /[a-z0-9\u00c0-\u024f]/;
  const RUNS = /[a-z0-9\u00c0-\u024f]+|[ぁ-ゖー]+|[^a-z0-9\u00c0-\u024fぁ-ゖ ]+/g;
  const LARGE = new Map([..."ぁぃぅぇぉっゃゅょゎゕゖ"].map((small, at) => [small, [..."あいうえおつやゆよわかけ"][at]]));

  // The letters of a text in one spelling, and where each of them stands in the text. Between two
  // words in Latin letters there is a space.
  function fold(text) {
    const letters = [];
    const places = [];
    let parted = false;
    for (const found of text.matchAll(/.[\p{M}\uff9e\uff9f]*/gsu)) {
      for (const each of found[0].normalize("NFKC").toLowerCase()) {
        if (/[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u.test(each)) continue;
        if (!/[\p{L}\p{N}\p{M}]/u.test(each)) { parted = true; continue; }
        for (const letter of record.shapes[each] ?? each) {
          if (parted && LATIN.test(letter) && LATIN.test(letters.at(-1) ?? "")) {
            letters.push(" ");
            places.push(found.index);
          }
          parted = false;
          letters.push(letter);
          places.push(found.index);
        }
      }
    }
    places.push(text.length);
    return { key: letters.join(""), letters, places };
  }

  const sounds = (kana) => [...kana].map((each) => LARGE.get(each) ?? each).join("").replaceAll("ー", "");

  // Where a word stands in a folded text: one in Latin letters only at the beginning of a word.
  function standing(word, key) {
    const found = [];
    for (let at = key.indexOf(word); at >= 0; at = key.indexOf(word, at + 1)) {
      if (!LATIN.test(word[0]) || at === 0 || !LATIN.test(key[at - 1])) found.push(at);
    }
    return found;
  }

  const entries = record.quotes.map((quote) => ({ ...quote, folded: fold(quote.text) }));
  for (const entry of entries) {
    const topics = entry.topics.map((topic) => record.topics[topic]);
    const beside = [entry.translation ?? "", record.names[entry.speaker], ...topics];
    entry.beside = beside.map((each) => fold(each).key).join("\n");
  }
  const glossary = record.glossary.map((group) => group.map((each) => fold(each).key).filter(Boolean));
  const spellings = glossary
    .flatMap((group, number) => group.map((spelling) => [spelling, number]))
    .sort(([one], [other]) => other.length - one.length);

  function grams(text, size) {
    const letters = [...text];
    return letters.slice(0, letters.length - size + 1).map((_, at) => letters.slice(at, at + size).join(""));
  }

  // What a query asks for: each with how it is looked for, and what it is marked by.
  function wanted(query) {
    let key = fold(query).key;
    const units = [];
    for (const [spelling, number] of spellings) {
      const [at] = standing(spelling, key);
      const after = key[at + spelling.length] ?? "";
      if (at === undefined || (LATIN.test(spelling.at(-1)) && LATIN.test(after) && after !== "s")) continue;
      key = `${key.slice(0, at)} ${key.slice(at + spelling.length)}`;
      units.push({ words: glossary[number], fits: (entry) => entry.groups.includes(number) });
    }
    const runs = [...key.matchAll(RUNS)].map(([run]) => run);
    const isKana = (run) => /^[ぁ-ゖー]+$/.test(run);
    const isKanaAlone = units.length === 0 && runs.every(isKana);
    for (const run of runs) {
      if (LATIN.test(run)) {
        const stem = run.slice(0, Math.max(5, Math.ceil(run.length * 0.75)));
        units.push(literal(stem));
      } else if (isKanaAlone) {
        units.push(...heard(run));
      } else if (isKana(run)) {
        // Among other words these are mostly endings: they tell something only where they are said.
        const unit = literal(run);
        if (run.length > 2 && entries.some(unit.fits)) units.push(unit);
      } else {
        const whole = literal(run);
        const pairs = grams(run, 2);
        units.push(...(pairs.length < 2 || entries.some(whole.fits) ? [whole] : pairs.map(literal)));
      }
    }
    return units;
  }

  const literal = (word) => ({ words: [word], fits: (entry) => stands(word, entry) });

  // Kana: what is written so, or else what sounds so.
  function heard(run) {
    const reading = sounds(run);
    const sounding = (part) => ({ words: [run], fits: (entry) => entry.reading.includes(part) });
    const written = literal(run);
    if (reading.length < 2 || entries.some(written.fits)) return [written];
    const whole = sounding(reading);
    const parts = grams(reading, 3);
    return parts.length < 2 || entries.some(whole.fits) ? [whole] : parts.map(sounding);
  }

  const stands = (word, entry) =>
    standing(word, entry.folded.key).length > 0 || standing(word, entry.beside).length > 0;

  // Quotes in which enough of a query is found; what few quotes have weighs more.
  function search(query, speaker) {
    const units = wanted(query);
    let all = 0;
    for (const unit of units) {
      unit.hits = new Set(entries.filter(unit.fits));
      const missing = entries.length - unit.hits.size;
      unit.weight = Math.log(1 + (missing + 0.5) / (unit.hits.size + 0.5));
      all += unit.weight;
    }
    const found = [];
    for (const entry of entries) {
      if (speaker !== "" && entry.speaker !== Number(speaker)) continue;
      const fitting = units.filter((unit) => unit.hits.has(entry));
      const score = fitting.reduce((sum, unit) => sum + unit.weight, 0) / all;
      if (score >= ENOUGH) found.push({ entry, score, words: fitting.flatMap((unit) => unit.words) });
    }
    return found.sort((one, other) => other.score - one.score);
  }

  // A quote, with the words marked that were found in it.
  function marked({ text, folded }, words) {
    const isMarked = new Array(text.length).fill(false);
    for (const word of words) {
      for (const at of standing(word, folded.key)) {
        const start = [...folded.key.slice(0, at)].length;
        const end = start + [...word].length;
        isMarked.fill(true, folded.places[start], folded.places[end]);
      }
    }
    const shown = document.createElement("q");
    for (let start = 0, end; start < text.length; start = end) {
      for (end = start + 1; end < text.length && isMarked[end] === isMarked[start]; end += 1);
      const part = isMarked[start] ? document.createElement("mark") : document.createTextNode("");
      part.textContent = text.slice(start, end);
      shown.append(part);
    }
    return shown;
  }

  const form = document.getElementById("search");
  const words = document.getElementById("words");
  const speaker = document.getElementById("speaker");
  const status = document.getElementById("status");
  const results = document.getElementById("results");

  function told(count, shown) {
    const { none, one, many, first } = status.dataset;
    const pattern = count === 0 ? none : count === 1 ? one : count > shown ? first : many;
    return pattern.replace("{count}", count).replace("{shown}", shown);
  }

  function show() {
    const query = words.value.trim();
    const found = query === "" ? [] : search(query, speaker.value);
    results.replaceChildren(...found.slice(0, MOST).map(({ entry, words: hits }) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = entry.href;
      const who = document.createElement("span");
      who.className = "who";
      who.textContent = [record.speakers[entry.speaker], entry.session].filter(Boolean).join(" · ");
      link.append(marked(entry, hits), who);
      item.append(link);
      return item;
    }));
    results.hidden = found.length === 0;
    status.textContent = query === "" ? "" : told(found.length, Math.min(found.length, MOST));
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  words.addEventListener("input", show);
  speaker.addEventListener("change", show);
  form.hidden = false;
  show();
})();
