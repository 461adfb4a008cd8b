import { Avatar, Group, Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconHelpCircle, IconKeyboard, IconLogout, IconMailCog, IconUsers } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { sessionQuery, signOut } from '../api/session';
import type { Me } from '../api/types';
import { texts } from '../texts';
import { initials } from './initials';
import { NoticesDialog } from './NoticesDialog';
import styles from './UserMenu.module.css';

export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const { me } = getRouteApi('/desk').useRouteContext();
  const leaving = useLeaving();
  const [choosing, notices] = useDisclosure(false);
  return (
    <>
      <Menu position="bottom-end" width={240} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <UnstyledButton className={styles.button}>
            <VisuallyHidden>{texts.user.menu}: </VisuallyHidden>
            <Who me={me} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{me.login}</Menu.Label>
          <Menu.Item leftSection={<IconMailCog size={18} />} onClick={notices.open}>
            {texts.notices.menu}
          </Menu.Item>
          {me.role === 'admin' && (
            <Menu.Item leftSection={<IconUsers size={18} />} component={Link} to="/people">
              {texts.people.menu}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconHelpCircle size={18} />} component={Link} to="/guide">
            {texts.help.menu}
          </Menu.Item>
          <Menu.Item leftSection={<IconKeyboard size={18} />} onClick={onHelp} visibleFrom="sm">
            {texts.user.shortcuts}
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={18} />} onClick={() => leaving.mutate()}>
            {texts.user.signOut}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <NoticesDialog opened={choosing} close={notices.close} />
    </>
  );
}

function Who({ me }: { me: Me }) {
  return (
    <Group gap="xs" wrap="nowrap">
      <Avatar size={34} color="brand" variant="filled" aria-hidden>
        {initials(me.name)}
      </Avatar>
      <div className={styles.words}>
        <Text fz="sm" fw={600} lh={1.25} truncate>
          {me.name}
        </Text>
        <Text fz="xs" c="dimmed" lh={1.25} truncate>
          {[texts.user.roles[me.role], me.region_name].filter(Boolean).join(' · ')}
        </Text>
      </div>
    </Group>
  );
}

function useLeaving() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: signOut,
    onSettled: async () => {
      client.setQueryData(sessionQuery.queryKey, null);
      await navigate({ to: '/sign-in' });
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    },
  });
}
