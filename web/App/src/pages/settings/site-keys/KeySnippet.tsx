import { Button } from '@mantine/core';
import type { SiteKey } from '../../../api/accounts';
import { Answers, Dialog } from '../../../ui/Dialog';
import { Snippet } from '../../../ui/Snippet';

export function KeySnippet({ siteKey, onClose }: { siteKey: SiteKey; onClose: () => void }) {
  return (
    <Dialog
      title={siteKey.name}
      about="This line goes into the head of every page that has an enquiry form. It may be seen by everybody."
      wide
      onClose={onClose}
      testId="snippet-dialog"
    >
      <Snippet text={`<meta name="teg-site-key" content="${siteKey.key}">`} what="the line for the website" />
      <Answers>
        <Button onClick={onClose}>Done</Button>
      </Answers>
    </Dialog>
  );
}
