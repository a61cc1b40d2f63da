import { Plain } from './Plain';
import classes from './Plain.module.css';

export function CookiesPage() {
  return (
    <Plain title="Cookies" about="Two, and both are needed to let you in. There is no tracking, so there is no banner to click away.">
      <h2>The two cookies</h2>
      <div className={classes.scroll} role="region" aria-label="Cookies" tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">What it is for</th>
              <th scope="col">How long</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">
                <code>teg-sign-in</code>
              </th>
              <td>Ties the sign-in form to the browser that asked for it, so that no other website can fill it in for you.</td>
              <td>Until you have signed in, or the browser is closed.</td>
            </tr>
            <tr>
              <th scope="row">
                <code>teg-session</code>
              </th>
              <td>Knows the browser again after the sign-in. It holds random letters and nothing about you.</td>
              <td>Until you sign out, 90 days at most. A session nobody uses ends earlier on the server.</td>
            </tr>
          </tbody>
        </table>
      </div>
      <p>Both come from this address alone, cannot be read by scripts and are not sent along from other websites’ forms.</p>
      <h2>What else the browser keeps</h2>
      <p>
        Whether you prefer light or dark colours, and whether the navigation is folded. Both stay in the browser’s own storage, are never sent to anybody,
        and are gone when you clear the data of this website.
      </p>
      <p>
        The files of these pages, and while you are signed in the last figures you looked at, so that you can read them without a connection. The figures go when you sign out, and after a
        week at the latest. If you turn on alerts, your browser’s maker passes them on: encrypted, so that only your browser reads them.
      </p>
      <h2>What there is not</h2>
      <ul>
        <li>No advertising or analytics cookies.</li>
        <li>No fonts, scripts or pictures from other servers: every file of these pages comes from this address.</li>
        <li>No fingerprinting of your browser.</li>
      </ul>
      <h2>Where sign-in through Google or Microsoft is offered</h2>
      <p>
        A third cookie lasts for the minutes between leaving for their page and coming back. It makes sure that the one who comes back is the one who left. Their own pages set their own
        cookies, under their own rules.
      </p>
    </Plain>
  );
}
