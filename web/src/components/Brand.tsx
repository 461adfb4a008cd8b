import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { texts } from '../texts';
import { Logo } from './Logo';
import styles from './Brand.module.css';

export function Brand() {
  return (
    <Link to="/" className={styles.brand} aria-label={texts.product}>
      <Logo />
      <Text span fw={700} fz="lg" visibleFrom="sm">
        {texts.product}
      </Text>
    </Link>
  );
}
