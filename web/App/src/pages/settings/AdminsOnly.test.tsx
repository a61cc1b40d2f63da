import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { House } from '../../testing/House';
import { AdminsOnly } from './AdminsOnly';

describe('the settings', () => {
  it.each(['Manager', 'Agent', 'Viewer'])('tell a %s who may change them, and ask the service nothing', (role) => {
    render(<House role={role}><AdminsOnly /></House>);
    expect(screen.getByTestId('admins-only').textContent).toContain(`You are a${role === 'Agent' ? 'n' : ''} ${role} in The Evans Group.`);
  });
});
