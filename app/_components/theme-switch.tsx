'use client';
// <ThemeChoices /> inside a Menu: Light, Dark, Like the system.
import { MenuChoice, MenuChoices, MenuLabel } from './menu.tsx';
import { type ThemeChoice, useThemeChoice } from './theme.ts';

export function ThemeChoices() {
  const [choice, setChoice] = useThemeChoice();
  return (
    <>
      <MenuLabel>Appearance</MenuLabel>
      <MenuChoices label="Appearance" value={choice} onValueChange={(value) => setChoice(value as ThemeChoice)}>
        <MenuChoice value="light">Light</MenuChoice>
        <MenuChoice value="dark">Dark</MenuChoice>
        <MenuChoice value="system">Like the system</MenuChoice>
      </MenuChoices>
    </>
  );
}
