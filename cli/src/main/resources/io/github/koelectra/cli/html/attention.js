{
  const data = JSON.parse(document.getElementById('data').textContent);
  const { tokens, steps } = data;
  const length = tokens.length;
  const element = (id) => document.getElementById(id);
  const state = { layer: data.layer, head: data.head, least: 3, held: null, pinned: null };
  const sides = { from: [], to: [] };
  const buttons = [];
  let weights = new Uint8Array();

  const inflate = async (packed) => {
    const text = atob(packed.replace(/-/g, '+').replace(/_/g, '\/'));
    const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  };

  const begin = (layer, head) => (layer * data.heads + head) * length * length;
  const weight = (from, to) => weights[begin(state.layer, state.head) + from * length + to];
  const percent = (w) => `${((100 * w) / steps).toFixed(1)}%`;

  const template = document.querySelector('#lines line').cloneNode();
  const line = (from, to, w) => {
    const drawn = template.cloneNode();
    drawn.setAttribute('x1', 0);
    drawn.setAttribute('x2', 100);
    drawn.setAttribute('y1', from + 0.5);
    drawn.setAttribute('y2', to + 0.5);
    drawn.setAttribute('stroke-opacity', (w / steps).toFixed(3));
    return drawn;
  };

  const isDrawn = (from, to) => {
    const { held } = state;
    return held === null || (held.side === 'from' ? from : to) === held.token;
  };

  const drawLines = () => {
    const lines = [];
    const least = Math.max(1, (state.least / 100) * steps);
    for (let from = 0; from < length; from++) {
      for (let to = 0; to < length; to++) {
        const w = weight(from, to);
        if (isDrawn(from, to) && w >= least) {
          lines.push(line(from, to, w));
        }
      }
    }
    element('lines').replaceChildren(...lines);
  };

  const showWeights = () => {
    const { held } = state;
    for (const side of ['from', 'to']) {
      sides[side].forEach(({ button, number }, token) => {
        const other = held !== null && held.side !== side;
        const w = !other ? 0 : side === 'to' ? weight(held.token, token) : weight(token, held.token);
        button.classList.toggle('held', held !== null && held.side === side && held.token === token);
        button.classList.toggle('weighed', other && w > 0);
        button.style.setProperty('--weight', `${Math.round((45 * w) / steps)}%`);
        number.textContent = other ? percent(w) : '';
        number.classList.toggle('weight', (100 * w) / steps >= state.least);
      });
    }
  };

  const describe = () => {
    const { layer, head, held } = state;
    const where = `층 ${layer}, 헤드 ${head}`;
    if (held === null) {
      return `${where}: 모든 토큰`;
    }
    return held.side === 'from'
      ? `${where}: ‘${tokens[held.token]}’ 토큰이 보는 곳`
      : `${where}: ‘${tokens[held.token]}’ 토큰을 보는 곳`;
  };

  const draw = () => {
    element('layer').value = state.layer;
    element('head').value = state.head;
    element('least-value').textContent = `${state.least}%`;
    element('status').textContent = describe();
    buttons.forEach(({ button, layer, head }) => {
      button.setAttribute('aria-pressed', String(layer === state.layer && head === state.head));
    });
    drawLines();
    showWeights();
  };

  const hold = (held) => {
    state.held = held || state.pinned;
    draw();
  };

  const pin = (side, token) => {
    const { pinned } = state;
    const again = pinned !== null && pinned.side === side && pinned.token === token;
    state.pinned = again ? null : { side, token };
    hold(state.pinned);
  };

  const move = (event, side, token) => {
    const ways = { ArrowUp: [side, token - 1], ArrowDown: [side, token + 1], ArrowLeft: ['from', token], ArrowRight: ['to', token] };
    const next = ways[event.key];
    if (next && sides[next[0]][next[1]]) {
      event.preventDefault();
      sides[next[0]][next[1]].button.focus();
    }
  };

  const addToken = (side, token) => {
    const item = document.createElement('li');
    const button = document.createElement('button');
    const number = document.createElement('small');
    const special = /^\[[A-Z]+\]$/.test(tokens[token]);
    button.type = 'button';
    button.textContent = tokens[token];
    button.title = tokens[token];
    button.tabIndex = token === 0 ? 0 : -1;
    button.classList.toggle('special', special);
    button.classList.toggle('pair', token >= data.pairBegin && !special);
    button.addEventListener('mouseenter', () => hold({ side, token }));
    button.addEventListener('mouseleave', () => hold(null));
    button.addEventListener('focus', () => hold({ side, token }));
    button.addEventListener('blur', () => hold(null));
    button.addEventListener('click', () => pin(side, token));
    button.addEventListener('keydown', (event) => move(event, side, token));
    item.append(...(side === 'from' ? [number, button] : [button, number]));
    element(side).append(item);
    sides[side].push({ button, number });
  };

  const paint = (canvas, layer, head) => {
    const context = canvas.getContext('2d');
    const image = context.createImageData(length, length);
    const first = begin(layer, head);
    for (let i = 0; i < length * length; i++) {
      image.data[4 * i] = 64;
      image.data[4 * i + 1] = 116;
      image.data[4 * i + 2] = 230;
      image.data[4 * i + 3] = 255 * Math.sqrt(weights[first + i] / steps);
    }
    context.putImageData(image, 0, 0);
  };

  const addThumbnail = (row, layer, head) => {
    const button = document.createElement('button');
    const canvas = document.createElement('canvas');
    canvas.width = length;
    canvas.height = length;
    button.type = 'button';
    button.title = `층 ${layer}, 헤드 ${head}`;
    button.setAttribute('aria-label', button.title);
    button.append(canvas);
    button.addEventListener('click', () => pick(layer, head));
    row.append(button);
    buttons.push({ button, layer, head });
    paint(canvas, layer, head);
  };

  const addLayer = (layer) => {
    const row = document.createElement('div');
    const number = document.createElement('span');
    row.className = 'row';
    row.style.setProperty('--heads', data.heads);
    number.textContent = layer;
    row.append(number);
    for (let head = 0; head < data.heads; head++) {
      addThumbnail(row, layer, head);
    }
    element('thumbnails').append(row);
  };

  const pick = (layer, head) => {
    state.layer = layer;
    state.head = head;
    draw();
  };

  const addOptions = (id, size) => {
    for (let i = 0; i < size; i++) {
      element(id).append(new Option(i, i));
    }
  };

  const start = () => {
    addOptions('layer', data.layers);
    addOptions('head', data.heads);
    element('lines').setAttribute('viewBox', `0 0 100 ${length}`);
    for (let token = 0; token < length; token++) {
      addToken('from', token);
      addToken('to', token);
    }
    for (let layer = 0; layer < data.layers; layer++) {
      addLayer(layer);
    }
    element('layer').addEventListener('change', () => pick(Number(element('layer').value), state.head));
    element('head').addEventListener('change', () => pick(state.layer, Number(element('head').value)));
    element('least').addEventListener('input', () => {
      state.least = Number(element('least').value);
      draw();
    });
    draw();
  };

  inflate(data.probabilities).then((inflated) => {
    weights = inflated;
    start();
  });
}
