'use client';
import { ErrorState } from '../_components/error-state.tsx';

export default ErrorState;
