import { List, Paper, Stack, Title } from '@mantine/core';
import { useEffect } from 'react';
import { texts } from '../texts';
import styles from './TextPage.module.css';

/** How to work with appeals. */
export function HelpPage() {
  useEffect(() => {
    document.title = `${texts.help.title} — ${texts.product}`;
  }, []);
  return (
    <Stack className={styles.page}>
      <Title order={1} fz="h2">
        {texts.help.title}
      </Title>
      {texts.help.sections.map(({ title, lines }) => (
        <Paper key={title} withBorder radius="lg" p="md" component="section">
          <Title order={2} fz="md" mb="xs">
            {title}
          </Title>
          <List spacing="xs">
            {lines.map((line) => (
              <List.Item key={line}>{line}</List.Item>
            ))}
          </List>
        </Paper>
      ))}
    </Stack>
  );
}
