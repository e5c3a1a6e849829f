{
  const curves = JSON.parse(document.getElementById('points').textContent);
  document.querySelectorAll('.chart').forEach((chart, index) => {
    const { x, y, said } = curves[index];
    const svg = chart.querySelector('svg');
    const dot = chart.querySelector('.dot');
    const value = chart.querySelector('.value');
    const last = value.textContent;

    const nearest = (at) => {
      let best = 0;
      x.forEach((place, i) => {
        if (Math.abs(place - at) < Math.abs(x[best] - at)) best = i;
      });
      return best;
    };

    svg.addEventListener('pointermove', (event) => {
      const box = svg.getBoundingClientRect();
      const i = nearest((event.clientX - box.left) / box.width * svg.viewBox.baseVal.width);
      dot.setAttribute('cx', x[i]);
      dot.setAttribute('cy', y[i]);
      dot.classList.add('on');
      value.textContent = said[i];
    });
    svg.addEventListener('pointerleave', () => {
      dot.classList.remove('on');
      value.textContent = last;
    });
  });
}
