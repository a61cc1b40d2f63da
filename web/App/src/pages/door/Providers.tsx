import { useProviders } from '../../api/door';
import classes from './Door.module.css';
import { GoogleMark, MicrosoftMark } from './marks';

const known: Record<string, { name: string; Mark: () => React.JSX.Element }> = {
  google: { name: 'Google', Mark: GoogleMark },
  microsoft: { name: 'Microsoft', Mark: MicrosoftMark },
};

/** Ways in through somebody else's account, where this installation has any. */
export function Providers() {
  const { data } = useProviders();
  const providers = (data ?? []).filter((provider) => provider in known);
  if (providers.length === 0) {
    return null;
  }

  return (
    <>
      <p className={classes.or}>or</p>
      <ul className={classes.providers}>
        {providers.map((provider) => {
          const { name, Mark } = known[provider]!;
          return (
            <li key={provider}>
              {/* No link of the router: the Gateway answers with the provider's own page. */}
              <a className={classes.provider} href={`/session/external/${provider}`} data-testid={`provider-${provider}`}>
                <Mark />
                Continue with {name}
              </a>
            </li>
          );
        })}
      </ul>
    </>
  );
}
