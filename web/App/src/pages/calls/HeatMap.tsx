import { UnstyledButton } from '@mantine/core';
import type { CallHour } from '../../api/types';
import { ExplainButton } from '../../explain/ExplainButton';
import { count } from '../../format/numbers';
import { Card } from '../../ui/Card';
import classes from './HeatMap.module.css';
import { heatOf, levelOf } from './heat';
import { hourWords, weekdayWords } from './words';

interface HeatMapProps {
  hours: readonly CallHour[];
  timeZone: string;
  onPick: (weekday: number, hour: number) => void;
}

/** When calls are: a table in which the fuller cells are darker, so that nothing is said by colour alone. */
export function HeatMap({ hours, timeZone, onPick }: HeatMapProps) {
  const { rows, most } = heatOf(hours);

  return (
    <Card title="Hours of the week" about={`When calls start, by the clocks of ${timeZone.replaceAll('_', ' ')}. Choose a cell to see it alone.`} testId="heat-map" controls={<ExplainButton figure="calls.scheduled" label="Hours of the week" />}>
      {most === 0 ? (
        <p className={classes.none}>No call starts on these days.</p>
      ) : (
        <div className={classes.scroll} role="region" aria-label="Table: hours of the week" tabIndex={0}>
          <table className={classes.table}>
            <caption className={classes.caption}>Calls by hour and day of the week</caption>
            <thead>
              <tr>
                <td />
                {weekdayWords.slice(1).map((day) => (
                  <th key={day} scope="col">{day}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ hour, cells }) => (
                <tr key={hour}>
                  <th scope="row">{hourWords(hour)}</th>
                  {cells.map((calls, index) => (
                    <td key={index}>
                      {calls === 0 ? (
                        <span className={classes.cell} data-level={0}>
                          <span className={classes.caption}>0</span>
                        </span>
                      ) : (
                        <UnstyledButton
                          className={classes.cell}
                          data-level={levelOf(calls, most)}
                          aria-label={`${weekdayWords[index + 1]} ${hourWords(hour)}: ${count(calls)} ${calls === 1 ? 'call' : 'calls'}`}
                          onClick={() => onPick(index + 1, hour)}
                          data-testid={`heat-${index + 1}-${hour}`}
                        >
                          {count(calls)}
                        </UnstyledButton>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
