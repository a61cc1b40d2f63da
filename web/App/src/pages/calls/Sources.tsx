import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { CallsDashboard } from '../../api/types';
import { ShareBars } from './ShareBars';

type By = 'channel' | 'campaign' | 'source';

const headers: Record<By, string> = { channel: 'Channel', campaign: 'Campaign', source: 'UTM source' };

interface SourcesProps {
  dashboard: CallsDashboard;
  onPick: (name: By, value: string) => void;
}

/** Where the calls came from: the channel and campaign of the lead, or what the booking itself said. */
export function Sources({ dashboard, onPick }: SourcesProps) {
  const [by, setBy] = useState<By>('channel');
  const rows = { channel: dashboard.byChannel, campaign: dashboard.byCampaign, source: dashboard.bySource }[by];

  return (
    <ShareBars
      title="Source"
      header={headers[by]}
      rows={rows}
      onPick={(value) => onPick(by, value)}
      controls={
        <SegmentedControl
          size="xs"
          role="radiogroup"
          aria-label="Source by"
          value={by}
          onChange={(value) => setBy(value as By)}
          data={[{ value: 'channel', label: 'Channel' }, { value: 'campaign', label: 'Campaign' }, { value: 'source', label: 'UTM source' }]}
        />
      }
      testId="chart-source"
    />
  );
}
