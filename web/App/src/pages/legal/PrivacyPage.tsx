import { Link } from '@tanstack/react-router';
import { Plain } from './Plain';

export function PrivacyPage() {
  return (
    <Plain title="Privacy" about="What this installation knows about people, what for, and what you can ask of it.">
      <h2>Who is responsible</h2>
      <p>
        The organisation that runs this installation decides what it is used for and answers for it. If you were invited, that is the organisation named in the
        invitation; if you wrote to it through its website, it is the one you wrote to. The software sends nothing to its makers.
      </p>
      <h2>If you work with it</h2>
      <p>Your account holds what is needed to let you in and to say who did what:</p>
      <ul>
        <li>name, e-mail address, role, and the name the sales board has for you;</li>
        <li>your password, only as a value from which it cannot be read back, and the key of your second factor, encrypted;</li>
        <li>where you are signed in: device, network address and times. You see the list in your profile and can end each one;</li>
        <li>the audit: what you changed and what you looked at, with time and network address. It is what tells a mistake from a theft.</li>
      </ul>
      <h2>If you are a customer or asked for an offer</h2>
      <p>
        The organisation loads its own records from the tools it works with, such as Monday.com and Calendly: your name and how to reach you, what you asked for, appointments,
        and what was bought. It uses them to answer you, to do the work, and to see which advertising is worth its money.
      </p>
      <p>Nothing is sold, and nothing is shared with advertisers.</p>
      <h2>For how long</h2>
      <ul>
        <li>Accounts: until the organisation removes you. Signed-out sessions disappear from the list after 30 days.</li>
        <li>Customers’ records: as long as the tool they come from holds them and the organisation needs them; what is deleted there goes here with the next full refresh.</li>
        <li>The audit: its entries are never changed, but the personal details in them can be erased without breaking it.</li>
        <li>Links in mails: a few hours to a few days, and each opens once.</li>
      </ul>
      <h2>How it is kept safe</h2>
      <p>
        Every organisation’s data stands behind a wall of its own in the database, and what opens outside services is stored encrypted. Who may see what follows from the role: an
        agent sees own leads and deals, not those of others.
      </p>
      <h2>What you can ask</h2>
      <p>
        You can ask the organisation what it knows about you, have it corrected, handed over or erased, and object to its use. Whoever has an account asks an admin; everybody else writes
        to the organisation at the address they already have. If the answer does not satisfy you, the data protection authority where you live is there for you.
      </p>
      <p>
        Cookies have <Link to="/cookies">a page of their own</Link>; it is short.
      </p>
    </Plain>
  );
}
