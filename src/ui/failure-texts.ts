import type { FailureCode } from '../domain/failure';
import type { MessageKey } from '../extension/i18n';

/** What the user can do about a failure: the button beside its text. */
export type FailureAction =
  | 'open-library'
  | 'use-picker'
  | 'start-again'
  | 'ask-permission'
  | 'open-setup'
  | 'close'
  | 'check-again'
  | 'use-automatic'
  | 'reset-options'
  | 'copy-details';

/** What happened, what was saved, what to do next, and the button that does it. */
export interface FailureText {
  readonly what: MessageKey;
  readonly saved: MessageKey;
  readonly todo: MessageKey;
  readonly action: FailureAction;
}

/**
 * Where the recording of an ended session is. `in-memory`: all of it, or its end, is only in the recorder's memory,
 * because the disk refused it. `unread`: the database doesn't say yet.
 */
export type Kept = 'on-disk' | 'in-memory' | 'unread' | 'nowhere';

/** The text for each {@link FailureCode}; {@link failureText} adapts it to how the session ended. */
export const failureTexts: Record<FailureCode, FailureText> = {
  'permission-denied': {
    what: 'failurePermissionDeniedWhat',
    saved: 'failurePermissionDeniedSaved',
    todo: 'failurePermissionDeniedTodo',
    action: 'ask-permission',
  },
  'permission-dismissed': {
    what: 'failurePermissionDismissedWhat',
    saved: 'failurePermissionDismissedSaved',
    todo: 'failurePermissionDismissedTodo',
    action: 'start-again',
  },
  'blocked-by-system': {
    what: 'failureBlockedBySystemWhat',
    saved: 'failureBlockedBySystemSaved',
    todo: 'failureBlockedBySystemTodo',
    action: 'start-again',
  },
  'microphone-not-asked': {
    what: 'failureMicrophoneNotAskedWhat',
    saved: 'savedNothing',
    todo: 'todoAllowDevice',
    action: 'open-setup',
  },
  'microphone-denied': {
    what: 'failureMicrophoneDeniedWhat',
    saved: 'savedNothing',
    todo: 'todoUnblockDevice',
    action: 'open-setup',
  },
  'microphone-blocked-by-system': {
    what: 'failureMicrophoneBlockedBySystemWhat',
    saved: 'savedNothing',
    todo: 'todoUnblockDeviceInSystem',
    action: 'open-setup',
  },
  'microphone-missing': {
    what: 'failureMicrophoneMissingWhat',
    saved: 'savedNothing',
    todo: 'todoPlugIn',
    action: 'open-setup',
  },
  'microphone-busy': {
    what: 'failureMicrophoneBusyWhat',
    saved: 'savedNothing',
    todo: 'todoFreeDevice',
    action: 'open-setup',
  },
  'microphone-gone': {
    what: 'failureMicrophoneGoneWhat',
    saved: 'savedNothing',
    todo: 'todoPlugInAgain',
    action: 'start-again',
  },
  'microphone-off': {
    what: 'failureMicrophoneOffWhat',
    saved: 'failureAlreadyRecordingSaved',
    todo: 'failureMicrophoneOffTodo',
    action: 'close',
  },
  'camera-not-asked': {
    what: 'failureCameraNotAskedWhat',
    saved: 'savedNothing',
    todo: 'todoAllowDevice',
    action: 'open-setup',
  },
  'camera-denied': {
    what: 'failureCameraDeniedWhat',
    saved: 'savedNothing',
    todo: 'todoUnblockDevice',
    action: 'open-setup',
  },
  'camera-blocked-by-system': {
    what: 'failureCameraBlockedBySystemWhat',
    saved: 'savedNothing',
    todo: 'todoUnblockDeviceInSystem',
    action: 'open-setup',
  },
  'camera-missing': {
    what: 'failureCameraMissingWhat',
    saved: 'savedNothing',
    todo: 'todoPlugIn',
    action: 'open-setup',
  },
  'camera-busy': {
    what: 'failureCameraBusyWhat',
    saved: 'savedNothing',
    todo: 'todoFreeDevice',
    action: 'open-setup',
  },
  'camera-gone': {
    what: 'failureCameraGoneWhat',
    saved: 'savedNothing',
    todo: 'todoPlugInAgain',
    action: 'start-again',
  },
  'tab-not-capturable': {
    what: 'failureTabNotCapturableWhat',
    saved: 'failureTabNotCapturableSaved',
    todo: 'failureTabNotCapturableTodo',
    action: 'use-picker',
  },
  'tab-not-invoked': {
    what: 'failureTabNotInvokedWhat',
    saved: 'failureTabNotInvokedSaved',
    todo: 'failureTabNotInvokedTodo',
    action: 'close',
  },
  'tab-already-captured': {
    what: 'failureTabAlreadyCapturedWhat',
    saved: 'failureTabAlreadyCapturedSaved',
    todo: 'failureTabAlreadyCapturedTodo',
    action: 'use-picker',
  },
  'tab-closed': {
    what: 'failureTabClosedWhat',
    saved: 'failureTabClosedSaved',
    todo: 'failureTabClosedTodo',
    action: 'open-library',
  },
  'start-cancelled': {
    what: 'failureStartCancelledWhat',
    saved: 'savedNothing',
    todo: 'todoStartAgain',
    action: 'start-again',
  },
  'nothing-to-record': {
    what: 'failureNothingToRecordWhat',
    saved: 'failureNothingToRecordSaved',
    todo: 'failureNothingToRecordTodo',
    action: 'start-again',
  },
  'already-recording': {
    what: 'failureAlreadyRecordingWhat',
    saved: 'failureAlreadyRecordingSaved',
    todo: 'failureAlreadyRecordingTodo',
    action: 'check-again',
  },
  'not-recording': {
    what: 'failureNotRecordingWhat',
    saved: 'failureNotRecordingSaved',
    todo: 'todoRefresh',
    action: 'check-again',
  },
  'invalid-options': {
    what: 'failureInvalidOptionsWhat',
    saved: 'failureInvalidOptionsSaved',
    todo: 'failureInvalidOptionsTodo',
    action: 'reset-options',
  },
  'format-unsupported': {
    what: 'failureFormatUnsupportedWhat',
    saved: 'failureFormatUnsupportedSaved',
    todo: 'failureFormatUnsupportedTodo',
    action: 'use-automatic',
  },
  'encoder-failed': {
    what: 'failureEncoderFailedWhat',
    saved: 'failureEncoderFailedSaved',
    todo: 'failureEncoderFailedTodo',
    action: 'use-automatic',
  },
  'file-not-media': {
    what: 'failureFileNotMediaWhat',
    saved: 'failureFileSaved',
    todo: 'failureFileNotMediaTodo',
    action: 'close',
  },
  'file-without-index': {
    what: 'failureFileWithoutIndexWhat',
    saved: 'failureFileSaved',
    todo: 'failureFileWithoutIndexTodo',
    action: 'close',
  },
  'file-without-frames': {
    what: 'failureFileWithoutFramesWhat',
    saved: 'failureFileSaved',
    todo: 'failureFileWithoutFramesTodo',
    action: 'close',
  },
  'file-unreadable': {
    what: 'failureFileUnreadableWhat',
    saved: 'failureFileUnreadableSaved',
    todo: 'failureFileUnreadableTodo',
    action: 'close',
  },
  'file-is-folder': {
    what: 'failureFileIsFolderWhat',
    saved: 'failureFileSaved',
    todo: 'failureFileIsFolderTodo',
    action: 'close',
  },
  'file-no-room': {
    what: 'failureFileNoRoomWhat',
    saved: 'failureFileNoRoomSaved',
    todo: 'failureFileNoRoomTodo',
    action: 'open-library',
  },
  'disk-low': {
    what: 'failureDiskLowWhat',
    saved: 'failureDiskLowSaved',
    todo: 'failureDiskLowTodo',
    action: 'open-library',
  },
  'disk-too-slow': {
    what: 'failureDiskTooSlowWhat',
    saved: 'failureDiskTooSlowSaved',
    todo: 'failureDiskTooSlowTodo',
    action: 'start-again',
  },
  'folder-not-chosen': {
    what: 'failureFolderNotChosenWhat',
    saved: 'savedInLibrary',
    todo: 'failureFolderNotChosenTodo',
    action: 'open-setup',
  },
  'folder-gone': {
    what: 'failureFolderGoneWhat',
    saved: 'savedInLibrary',
    todo: 'failureFolderGoneTodo',
    action: 'open-library',
  },
  'folder-full': {
    what: 'failureFolderFullWhat',
    saved: 'savedInLibrary',
    todo: 'failureFolderFullTodo',
    action: 'open-library',
  },
  'folder-read-only': {
    what: 'failureFolderReadOnlyWhat',
    saved: 'savedInLibrary',
    todo: 'failureFolderReadOnlyTodo',
    action: 'open-library',
  },
  'folder-failed': {
    what: 'failureFolderFailedWhat',
    saved: 'savedInLibrary',
    todo: 'failureFolderFailedTodo',
    action: 'open-library',
  },
  'share-refused': {
    what: 'failureShareRefusedWhat',
    saved: 'savedInLibrary',
    todo: 'failureShareRefusedTodo',
    action: 'open-library',
  },
  'disk-full': {
    what: 'failureDiskFullWhat',
    saved: 'savedUntilThen',
    todo: 'failureDiskFullTodo',
    action: 'open-library',
  },
  'storage-failed': {
    what: 'failureStorageFailedWhat',
    saved: 'failureStorageFailedSaved',
    todo: 'failureStorageFailedTodo',
    action: 'open-library',
  },
  'database-unknown': {
    what: 'failureDatabaseUnknownWhat',
    saved: 'failureDatabaseUnknownSaved',
    todo: 'failureDatabaseUnknownTodo',
    action: 'check-again',
  },
  'recording-not-found': {
    what: 'failureRecordingNotFoundWhat',
    saved: 'failureRecordingNotFoundSaved',
    todo: 'failureRecordingNotFoundTodo',
    action: 'open-library',
  },
  'still-recording': {
    what: 'failureStillRecordingWhat',
    saved: 'failureAlreadyRecordingSaved',
    todo: 'failureStillRecordingTodo',
    action: 'check-again',
  },
  'files-not-saved': {
    what: 'failureFilesNotSavedWhat',
    saved: 'failureFilesNotSavedSaved',
    todo: 'failureFilesNotSavedTodo',
    action: 'copy-details',
  },
  'recordings-unreadable': {
    what: 'failureRecordingsUnreadableWhat',
    saved: 'failureRecordingsUnreadableSaved',
    todo: 'failureRecordingsUnreadableTodo',
    action: 'copy-details',
  },
  'cut-failed': {
    what: 'failureCutFailedWhat',
    saved: 'failureCutFailedSaved',
    todo: 'failureCutFailedTodo',
    action: 'open-library',
  },
  'exact-unsupported': {
    what: 'failureExactUnsupportedWhat',
    saved: 'failureCutFailedSaved',
    todo: 'failureExactUnsupportedTodo',
    action: 'open-library',
  },
  'export-failed': {
    what: 'failureExportFailedWhat',
    saved: 'failureExportSaved',
    todo: 'failureExportFailedTodo',
    action: 'open-library',
  },
  'export-disk-full': {
    what: 'failureExportDiskFullWhat',
    saved: 'failureExportSaved',
    todo: 'failureDiskFullTodo',
    action: 'open-library',
  },
  'export-not-writable': {
    what: 'failureExportNotWritableWhat',
    saved: 'failureExportSaved',
    todo: 'failureExportNotWritableTodo',
    action: 'open-library',
  },
  'join-format-differs': {
    what: 'failureJoinFormatDiffersWhat',
    saved: 'failureJoinSaved',
    todo: 'failureJoinTodo',
    action: 'open-library',
  },
  'join-size-differs': {
    what: 'failureJoinSizeDiffersWhat',
    saved: 'failureJoinSaved',
    todo: 'failureJoinTodo',
    action: 'open-library',
  },
  'join-tracks-differ': {
    what: 'failureJoinTracksDifferWhat',
    saved: 'failureJoinSaved',
    todo: 'failureJoinTodo',
    action: 'open-library',
  },
  'recorder-gone': {
    what: 'failureRecorderGoneWhat',
    saved: 'failureRecorderGoneSaved',
    todo: 'failureRecorderGoneTodo',
    action: 'open-library',
  },
  'nobody-answered': {
    what: 'failureNobodyAnsweredWhat',
    saved: 'savedBefore',
    todo: 'failureNobodyAnsweredTodo',
    action: 'check-again',
  },
  unexpected: {
    what: 'failureUnexpectedWhat',
    saved: 'savedBefore',
    todo: 'failureUnexpectedTodo',
    action: 'copy-details',
  },
};

/** The label of the button for each action. */
export const actionLabels: Record<FailureAction, MessageKey> = {
  'open-library': 'actionOpenLibrary',
  'use-picker': 'actionUsePicker',
  'start-again': 'actionStartAgain',
  'ask-permission': 'actionAskPermission',
  'open-setup': 'actionOpenSetup',
  close: 'actionClose',
  'check-again': 'actionCheckAgain',
  'use-automatic': 'actionUseAutomatic',
  'reset-options': 'actionResetOptions',
  'copy-details': 'actionCopyDetails',
};

const startAgain = { todo: 'todoStartAgain', action: 'start-again' } as const;

const saveFromLibrary = { todo: 'todoSaveFromLibrary', action: 'open-library' } as const;

/** Codes whose text assumes that there is a recording. */
const aboutKept: readonly FailureCode[] = ['tab-closed', 'recorder-gone'];

/** Codes of a device whose end is that of the recording: nothing of what it sent before is missing. */
const unplugged: readonly FailureCode[] = ['camera-gone', 'microphone-gone'];

/**
 * The text of a failure. How the session actually ended overrides what the code's text says in general.
 *
 * @param kept what the session left behind; `undefined` if no session ended
 */
export function failureText(code: FailureCode, kept: Kept | undefined): FailureText {
  const text = failureTexts[code];
  if (kept === undefined) {
    return code === 'tab-closed'
      ? { ...text, saved: 'savedBefore', todo: 'todoRefresh', action: 'check-again' }
      : text;
  }
  if (kept === 'in-memory') return { ...text, saved: 'savedInMemory', ...saveFromLibrary };
  if (kept === 'unread') return { ...text, saved: 'savedUnread' };
  if (kept === 'on-disk') {
    if (code === 'tab-closed') return text;
    return { ...text, saved: unplugged.includes(code) ? 'savedUntilThen' : 'savedKept' };
  }
  return { ...text, saved: 'savedNothing', ...(aboutKept.includes(code) ? startAgain : {}) };
}
