import { notifications } from '@mantine/notifications';
import { explain } from '../api/refusal';
import { texts } from '../texts';

export function tellDone(message: string): void {
  notifications.show({ message, color: 'green', role: 'status' });
}

export function tellRefused(error: unknown): void {
  const title = texts.problems.failed;
  notifications.show({ title, message: explain(error), color: 'red', role: 'alert', autoClose: 8000 });
}
