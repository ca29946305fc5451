; What the installer for Windows does besides: cognito-desk: links open the app of the person who installed it.
; electron-builder writes the like for file associations, but not for protocols.

!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\cognito-desk" "" "URL:Cognito Desk"
  WriteRegStr SHELL_CONTEXT "Software\Classes\cognito-desk" "URL Protocol" ""
  WriteRegStr SHELL_CONTEXT "Software\Classes\cognito-desk\DefaultIcon" "" "$appExe,0"
  ; Whoever makes a link writes what stands for %1: after -- nothing of it is a switch.
  WriteRegStr SHELL_CONTEXT "Software\Classes\cognito-desk\shell\open\command" "" '"$appExe" -- "%1"'
!macroend

!macro customUnInstall
  ; An update uninstalls the former version first, and installs the next one right after.
  ${ifNot} ${isUpdated}
    DeleteRegKey SHELL_CONTEXT "Software\Classes\cognito-desk"
  ${endif}
!macroend
