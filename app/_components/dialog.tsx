'use client';
// <Dialog trigger={<Button>History</Button>} title="Earlier versions" description="…">content</Dialog>
// Controlled: open, onOpenChange. `side` slides a panel in from the right. <DialogClose asChild><Button>Keep</Button></DialogClose>
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useRef } from 'react';

export const DialogClose = Radix.Close;

type Props = {
  title: ReactNode;
  description?: ReactNode;
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  side?: boolean;
  children: ReactNode;
};

const centred = 'inset-x-4 top-[12vh] mx-auto max-h-[76vh] max-w-xl rounded-lg sm:inset-x-8';
const aside = 'inset-y-0 right-0 w-[min(28rem,100vw)]';

export function Dialog({ title, description, trigger, open, onOpenChange, side = false, children }: Props) {
  // Radix gives the focus back to its trigger; a dialog opened from elsewhere has none, so who had it is remembered.
  const before = useRef<Element | null>(null);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[rgb(20_18_14/0.42)]" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={() => {
            before.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            if (trigger || !(before.current instanceof HTMLElement)) return;
            event.preventDefault();
            before.current.focus();
          }}
          className={`float-in fixed z-50 flex flex-col bg-sheet shadow-float ${side ? aside : centred}`}
        >
          <header className="flex items-start justify-between gap-4 px-6 pt-5 pb-3">
            <div>
              <Radix.Title className="text-xl">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-1 text-sm text-ink-soft">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close
              aria-label="Close"
              className="-mr-2 grid size-9 shrink-0 place-items-center rounded-md text-ink-soft hover:bg-well hover:text-ink pointer-coarse:size-11"
            >
              <X aria-hidden className="size-5" />
            </Radix.Close>
          </header>
          <div className="min-h-0 overflow-y-auto px-6 pb-6">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
