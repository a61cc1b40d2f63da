// Posts a form to the qualifier and follows its answer. Without it, or when it fails, the form sends itself by a plain GET.
//   <script src="https://app.example.com/qualify/script.js" data-form="#enquiry" data-key="pk_…" defer></script>
(function () {
  'use strict';

  var script = document.currentScript;
  var address = new URL('../qualify', script.src);
  var started = Date.now();
  var tracked = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content', 'gclid'];

  // What brought the visitor is in the address of the first page they saw, which is often not the one with the form.
  function origin() {
    var found = { landingPage: location.href };
    tracked.forEach(function (name) {
      var value = new URLSearchParams(location.search).get(name);
      if (value) {
        found[name] = value;
      }
    });
    try {
      var kept = JSON.parse(sessionStorage.getItem('teg-origin') || 'null');
      if (kept && Object.keys(found).length === 1) {
        return kept;
      }

      sessionStorage.setItem('teg-origin', JSON.stringify(found));
    } catch {
      // Storage is off: this page is what is known.
    }

    return found;
  }

  var from = origin();

  function pause(seconds) {
    return new Promise(function (go) {
      setTimeout(go, seconds * 1000);
    });
  }

  // The same form is the same enquiry, so asking again after a lost answer makes no second one.
  function send(body, key, attempt) {
    return fetch(address, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Site-Key': key }, body: body, credentials: 'omit' }).then(
      function (answer) {
        var wait = Number(answer.headers.get('Retry-After')) || 2;
        return (answer.status === 429 || answer.status === 503) && attempt < 3 && wait <= 10
          ? pause(wait).then(function () { return send(body, key, attempt + 1); })
          : answer;
      },
      function (failure) {
        if (attempt >= 3) {
          throw failure;
        }

        return pause(attempt).then(function () { return send(body, key, attempt + 1); });
      });
  }

  function show(form, problem) {
    var messages = [];
    Object.keys(problem.errors || {}).forEach(function (name) {
      var field = form.elements.namedItem(name);
      var text = problem.errors[name].join(' ');
      if (field && field.setCustomValidity) {
        field.setCustomValidity(text);
        field.addEventListener('input', function () { field.setCustomValidity(''); }, { once: true });
      } else {
        messages.push(text);
      }
    });
    var place = form.querySelector('[data-qualify-error]');
    if (place) {
      place.textContent = messages.join(' ') || (problem.errors ? '' : problem.detail || problem.title || '');
    }

    form.reportValidity();
  }

  function bind(form) {
    var busy = false;
    form.addEventListener('submit', function (event) {
      if (!window.fetch || !window.URL) {
        return;
      }

      event.preventDefault();
      if (busy) {
        return;
      }

      busy = true;
      form.setAttribute('aria-busy', 'true');
      var fields = Object.assign({}, from, { elapsed: Date.now() - started, submissionId: crypto.randomUUID ? crypto.randomUUID() : String(started) });
      new FormData(form).forEach(function (value, name) {
        if (typeof value === 'string') {
          fields[name] = name in fields && !(name in from) ? [].concat(fields[name], value) : value;
        }
      });
      send(JSON.stringify(fields), script.dataset.key || fields.key || '', 1).then(function (answer) {
        return answer.json().then(function (read) {
          var target = answer.ok ? new URL(read.redirect) : null;
          if (target && /^https?:$/.test(target.protocol)) {
            location.assign(target);
          } else {
            show(form, read);
          }
        });
      }).catch(function () {
        // Somebody's network keeps scripts from us: a plain form may still pass.
        form.submit();
      }).then(function () {
        busy = false;
        form.removeAttribute('aria-busy');
      });
    });
  }

  function begin() {
    document.querySelectorAll(script.dataset.form || 'form[data-qualify]').forEach(bind);
  }

  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', begin);
  } else {
    begin();
  }
})();
