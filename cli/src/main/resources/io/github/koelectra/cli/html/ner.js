{
  const shown = [...document.querySelectorAll('.entity, tr[data-type]')];
  document.querySelectorAll('.types button').forEach((button) => {
    button.addEventListener('click', () => {
      const on = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(on));
      shown
        .filter((element) => element.dataset.type === button.dataset.type)
        .forEach((element) => element.classList.toggle('off', !on));
    });
  });
}
