{
  const heats = [...document.querySelectorAll('.heat')];
  const scores = heats.map((heat) => Number(heat.dataset.score));
  const slider = document.getElementById('threshold');
  const value = document.getElementById('value');
  const count = document.getElementById('count');

  const mark = (heat, marked) => {
    heat.parentElement.classList.toggle('marked', marked);
    if (marked) {
      heat.tabIndex = 0;
      heat.setAttribute('role', 'mark');
      heat.setAttribute('aria-description', heat.dataset.score);
    } else {
      heat.removeAttribute('tabindex');
      heat.removeAttribute('role');
      heat.removeAttribute('aria-description');
    }
  };

  const show = () => {
    const threshold = Number(slider.value);
    let marked = 0;
    heats.forEach((heat, i) => {
      const above = scores[i] > threshold;
      marked += above ? 1 : 0;
      mark(heat, above);
    });
    value.textContent = threshold.toFixed(2);
    count.textContent = `단어 ${heats.length.toLocaleString()}개 가운데 ${marked.toLocaleString()}개 표시`;
  };

  slider.addEventListener('input', show);
  show();
}
