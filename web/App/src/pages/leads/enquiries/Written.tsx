import type { Enquiry } from '../../../api/qualifier';
import { useSession } from '../../../api/session';
import { formatInstant } from '../../../format/dates';
import { Advice } from '../../../ui/Advice';
import { Fact, Facts } from '../../../ui/Facts';
import { questionWords } from '../question';
import { originWords } from '../score';
import { hiddenPassages, partsOf } from './passages';
import { Step } from './Step';
import classes from './Story.module.css';

/** The form as it came, with what the model was not shown struck through. */
export function Written({ enquiry, screened }: { enquiry: Enquiry; screened: readonly string[] }) {
  const { timeZone } = useSession().organisation;
  const { project, consent, answers } = enquiry;
  const hidden = hiddenPassages(project ?? '', screened);
  const facts: [name: string, value: string | null][] = [
    ['Budget', enquiry.budget],
    ['Number of styles', enquiry.styles],
    ['Pieces per style', enquiry.piecesPerStyle],
    ['Timeline', enquiry.timeline],
    ...Object.entries(answers).map(([question, answer]): [string, string] => [questionWords(question), answer]),
    ['Company', enquiry.company],
    ['E-mail', enquiry.email],
    ['Phone', enquiry.phone],
  ];

  return (
    <Step number={1} title="What they wrote" testId="step-written">
      <p className={classes.meta}>
        <span>{formatInstant(enquiry.receivedAt, timeZone)}</span>
        <span>{originWords[enquiry.origin]}</span>
      </p>
      {project ? <Quote text={project} screened={screened} /> : <p className={classes.text}>The form had no description.</p>}
      {screened.length > 0 && (
        <Advice
          tone="wait"
          reason={screened.length === 1 ? 'One passage was kept from the model.' : `${screened.length} passages were kept from the model.`}
          wayOut={`What is struck through tried to tell the model how to judge. It changed nothing: the rest was judged as if it were not there.${hidden.length === 0 ? '' : ` Not to be seen in the text as it came: “${hidden.join('”, “')}”.`}`}
          testId="screened"
        />
      )}
      <Facts>
        {facts.flatMap(([name, value]) => (value ? [<Fact key={name} name={name}>{value}</Fact>] : []))}
        <Source enquiry={enquiry} />
        <Fact name="Consent" why={consent?.given ? formatInstant(consent.at, timeZone) : undefined} testId="consent">
          {consent === null ? 'The form did not ask.' : consent.given ? (consent.text ? `Given: “${consent.text}”` : 'Given.') : 'Not given.'}
        </Fact>
      </Facts>
    </Step>
  );
}

function Quote({ text, screened }: { text: string; screened: readonly string[] }) {
  return (
    <blockquote className={classes.quote} data-testid="project">
      {partsOf(text, screened).map((part, index) => (part.screened ? <del key={index}>{part.text}</del> : <span key={index}>{part.text}</span>))}
    </blockquote>
  );
}

/** What brought the person to the form. The page's address is text: whoever wrote it is nobody we know. */
function Source({ enquiry }: { enquiry: Enquiry }) {
  const { utmSource, utmMedium, utmCampaign, utmTerm, utmContent, gclid, landingPage } = enquiry;
  const campaign = [utmSource, utmMedium, utmCampaign, utmTerm, utmContent].filter(Boolean).join(' · ');

  return (
    <>
      {campaign !== '' && <Fact name="Campaign">{campaign}</Fact>}
      {gclid && <Fact name="Google click">{gclid}</Fact>}
      {landingPage && <Fact name="Landing page">{landingPage}</Fact>}
    </>
  );
}
