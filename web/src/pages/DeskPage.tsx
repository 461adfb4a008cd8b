import { AppShell, Burger, Drawer, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Brand } from '../components/Brand';
import { DeskNotices } from '../components/DeskNotices';
import { Navigation } from '../components/Navigation';
import { SearchBox } from '../components/SearchBox';
import { ShortcutsHelp } from '../components/ShortcutsHelp';
import { UserMenu } from '../components/UserMenu';
import { texts } from '../texts';
import styles from './DeskPage.module.css';

/** The frame of every page of a signed-in person. */
export function DeskPage() {
  const [menuOpen, menu] = useDisclosure(false);
  const [helpOpen, help] = useDisclosure(false);
  useClosedByNavigation(menu.close);
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 272, breakpoint: 'sm', collapsed: { mobile: true } }}
      padding={0}
    >
      <a className="skip" href="#content">
        {texts.skipToContent}
      </a>
      <Header menuOpen={menuOpen} toggleMenu={menu.toggle} openHelp={help.open} />
      <AppShell.Navbar className={styles.navbar} component="div">
        <Navigation />
      </AppShell.Navbar>
      <Drawer opened={menuOpen} onClose={menu.close} title={texts.product} size={300}>
        <Navigation />
      </Drawer>
      <AppShell.Main id="content" tabIndex={-1} className={styles.main}>
        <DeskNotices />
        <Outlet />
      </AppShell.Main>
      <ShortcutsHelp opened={helpOpen} toggle={help} />
    </AppShell>
  );
}

interface HeaderProps {
  menuOpen: boolean;
  toggleMenu: () => void;
  openHelp: () => void;
}

function Header({ menuOpen, toggleMenu, openHelp }: HeaderProps) {
  return (
    <AppShell.Header className={styles.header}>
      <Group h="100%" px="md" gap="sm" wrap="nowrap">
        <Burger
          opened={menuOpen}
          onClick={toggleMenu}
          hiddenFrom="sm"
          size="sm"
          aria-label={texts.navigation.open}
        />
        <Brand />
        <SearchBox />
        <UserMenu onHelp={openHelp} />
      </Group>
    </AppShell.Header>
  );
}

function useClosedByNavigation(close: () => void): void {
  const href = useRouterState({ select: (state) => state.location.href });
  useEffect(close, [close, href]);
}
