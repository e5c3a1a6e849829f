{
  const marks = [...document.querySelectorAll('mark[data-answers]')];
  const choose = (answer) => {
    marks.forEach((mark) => mark.classList.toggle('chosen', mark.dataset.answers.split(' ').includes(answer)));
    document.querySelectorAll('a[data-answer]').forEach((link) => {
      if (link.dataset.answer === answer) {
        link.setAttribute('aria-current', 'true');
      } else {
        link.removeAttribute('aria-current');
      }
    });
  };
  document.querySelectorAll('a[data-answer]').forEach((link) => {
    link.addEventListener('click', () => choose(link.dataset.answer));
  });
}
