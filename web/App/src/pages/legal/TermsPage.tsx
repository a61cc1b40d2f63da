import { Link } from '@tanstack/react-router';
import { Plain } from './Plain';

export function TermsPage() {
  return (
    <Plain title="Terms" about="What you agree to when you open an organisation here or accept an invitation to one.">
      <h2>Between whom</h2>
      <p>
        These terms are between you and the organisation that runs this installation. Where it has signed a contract with you or your employer, that contract goes before what is written here.
      </p>
      <h2>What you get</h2>
      <p>
        Access to this application for the people you invite, within the roles you give them. What you load stays yours, and you can take it out: lists download as CSV, and
        everything else through the programming interface.
      </p>
      <h2>What is asked of you</h2>
      <ul>
        <li>One account for one person. Keep your password to yourself, and switch on the second factor where others’ data is at stake.</li>
        <li>Load only data you may use, and invite only people who may see it.</li>
        <li>Tell the organisation that runs this installation when a password, a secret or a device is lost.</li>
        <li>Do not try to reach other organisations’ data, and do not use the application to break the law.</li>
      </ul>
      <h2>Figures</h2>
      <p>
        Every figure is calculated from what the connected tools deliver, and every refresh ends in a certificate that compares their count with ours. What a tool says wrongly is wrong
        here too: check before you act on a figure that surprises you.
      </p>
      <h2>When it ends</h2>
      <p>
        You can leave at any time by asking an admin to remove you. The organisation that runs this installation can close access that endangers others; it tells you why. What happens
        to stored data then is said under <Link to="/privacy">Privacy</Link>.
      </p>
      <h2>The software</h2>
      <p>
        The software itself is free under the MIT licence and comes without a warranty. What the organisation that runs it promises you about its running is in your contract with it.
      </p>
    </Plain>
  );
}
