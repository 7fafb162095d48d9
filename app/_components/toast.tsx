'use client';
// <ToastRegion> once, in the root layout. `const toast = useToast(); toast('Draft restored', { undo: () => … })`.
import { X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';

type ToastOptions = { undo?: () => void };
type Item = ToastOptions & { id: number; text: string };

const ToastContext = createContext<(text: string, options?: ToastOptions) => void>(() => {});

export function useToast() {
  return useContext(ToastContext);
}

let nextId = 0;

/** Short news about what the reader just did. F8 jumps here; nothing here is the only place a thing is said. */
export function ToastRegion({ children }: { children: ReactNode }) {
  const [items, setItems] = useState<Item[]>([]);
  const remove = (id: number) => setItems((all) => all.filter((item) => item.id !== id));
  const show = useCallback((text: string, options: ToastOptions = {}) => {
    nextId += 1;
    setItems((all) => [...all.slice(-2), { ...options, id: nextId, text }]);
  }, []);
  return (
    <ToastContext value={show}>
      <Radix.Provider duration={6000} label="News">
        {children}
        {items.map((item) => (
          <Radix.Root
            key={item.id}
            onOpenChange={(open) => !open && remove(item.id)}
            className="float-in flex items-center gap-3 rounded-lg bg-ink py-2 pr-2 pl-4 text-sm text-paper shadow-float"
          >
            <Radix.Description className="flex-1">{item.text}</Radix.Description>
            {item.undo && (
              <Radix.Action asChild altText="Undo">
                <button
                  type="button"
                  onClick={item.undo}
                  className="min-h-8 px-2 font-semibold underline underline-offset-4"
                >
                  Undo
                </button>
              </Radix.Action>
            )}
            <Radix.Close aria-label="Dismiss" className="grid size-8 place-items-center pointer-coarse:size-11">
              <X aria-hidden className="size-4" />
            </Radix.Close>
          </Radix.Root>
        ))}
        <Radix.Viewport className="fixed right-4 bottom-4 z-50 flex w-[min(24rem,calc(100vw-2rem))] flex-col gap-2 print:hidden" />
      </Radix.Provider>
    </ToastContext>
  );
}
